using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>K4: Projections of every System, Single Views and CRUD collections share one namespace. Names are unique within the import too.</summary>
internal static class NamespaceRules
{
    public static void Require(PlanDraft draft)
    {
        RequireUniqueWithin(draft);
        var added = draft.Items.Where(item => item.Action == ChangeAction.Added && item.Id.Kind.IsCollection()).ToList();
        if (added.Count > 0 && draft.Console is null)
        {
            ArchitectureRules.Report(draft, Reason.ConsoleConfigurationUnknown, "K4",
                "nothing is known of the destination's services and CRUD collections: whether it has a Single View Trigger Generator (M4) and whether a collection has one of the new names (K4) cannot be told",
                "give its api-console-config.json, or set architecture: Warn");
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

    private static void RequireUniqueWithin(PlanDraft draft)
    {
        var names = draft.Items.GroupBy(item => item.Id.Kind.IsCollection() ? $"collection/{item.Id.Name}" : item.Id.ToString());
        foreach (var same in names.Where(group => group.Count() > 1))
        {
            var item = same.First();
            draft.Refuse(Reason.NameCollision, "R3", item.Id,
                $"{same.Count()} imported resources would be called {Printable.Text(item.Id.Name)}: {string.Join(", ", same.Select(other => Printable.Text(other.Source.Id.ToString())))}",
                "give each a name of its own");
        }
    }

    private static void Collide(PlanDraft draft, ImportItem item, string what) => draft.Refuse(Reason.NameCollision, "K4", item.Id,
        $"{item.Described} cannot be added: {Printable.Text(item.Id.Name)} {what}, and collections share one namespace", ExistenceRules.CollisionRemedy(item));
}
