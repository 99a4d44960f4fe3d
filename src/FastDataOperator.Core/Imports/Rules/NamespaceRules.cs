using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>K4: Projections of every System, Single Views and CRUD collections share one namespace.</summary>
internal static class NamespaceRules
{
    public static void Require(PlanDraft draft)
    {
        var added = draft.Items.Where(item => item.Action == ChangeAction.Added && item.Id.Kind.IsCollection()).ToList();
        var asksForGenerator = draft.Items.Exists(item => item is { Id.Kind: ResourceKind.Projection, ImportAs: ImportMode.Reference, Writes: true });
        if ((added.Count > 0 || asksForGenerator) && draft.Console is null)
        {
            ArchitectureRules.Report(draft, Reason.ConsoleConfigurationUnknown, "K4",
                "nothing is known of the destination's services and CRUD collections: whether it has a Single View Trigger Generator (M4) and whether a collection has one of the new names (K4) cannot be told",
                "give its api-console-config.json (--console-file)");
        }

        var pruned = draft.Pruned.Select(entry => entry.Id).ToHashSet();
        foreach (var item in added)
        {
            foreach (var other in draft.Destination.FindCollections(item.Id.Name).Where(other => other.Id != item.Id && !pruned.Contains(other.Id)))
            {
                Collide(draft, item, other.Id.System is null
                    ? "is the name of a Single View of the destination"
                    : $"is the name of a Projection of System of Record {Printable.Text(other.Id.System)} in the destination");
            }

            if (draft.Console?.Collections.Contains(item.Id.Name) == true)
            {
                Collide(draft, item, $"is the name of a CRUD collection in {draft.Console.Source}");
            }
        }
    }

    private static void Collide(PlanDraft draft, ImportItem item, string what) => draft.Refuse(Reason.NameCollision, "K4", item.Id,
        $"{item.Described} cannot be added: {Printable.Text(item.Id.Name)} {what}, and collections share one namespace", ExistenceRules.CollisionRemedy(item));
}
