using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Core.Imports.Rules;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>Makes the plan of a draft that every rule has passed.</summary>
internal static class PlanAssembly
{
    public static ImportPlan Assemble(PlanDraft draft)
    {
        var names = draft.Items.ToDictionary(item => item.Source.Id, item => item.Id);
        var changes = InOrder(draft.Items.Select(item => Change(item, names)).Concat(draft.Pruned.Select(Removal)));
        var edit = DestinationEditor.Edit(draft);
        ResultRules.RequireSize(edit);
        return new ImportPlan
        {
            Request = draft.Request,
            Origin = draft.Source.Origin,
            Changes = changes,
            Warnings = draft.Warnings,
            MissingServices = draft.MissingServices,
            Graph = [.. from item in draft.Items from need in item.Source.NeededBy select (names.GetValueOrDefault(need.By, need.By), item.Id)],
            Edit = edit,
            Digest = Digest(changes),
        };
    }

    /// <summary>The plan of a removal, of which only what goes is known.</summary>
    public static ImportPlan AssembleRemoval(PlanDraft draft)
    {
        var changes = InOrder(draft.Pruned.Select(Removal));
        return new ImportPlan
        {
            Request = draft.Request,
            Origin = null,
            Changes = changes,
            Warnings = draft.Warnings,
            MissingServices = [],
            Graph = [],
            Edit = DestinationEditor.Edit(draft),
            Digest = Digest(changes),
        };
    }

    private static List<PlannedChange> InOrder(IEnumerable<PlannedChange> changes) =>
        [.. changes.OrderBy(change => change.Resource.Kind).ThenBy(change => change.Resource.System, StringComparer.Ordinal).ThenBy(change => change.Resource.Name, StringComparer.Ordinal)];

    private static PlannedChange Change(ImportItem item, Dictionary<ResourceId, ResourceId> names) => new()
    {
        Action = item.Action,
        Resource = item.Id,
        SourceName = item.Source.Id.Name,
        ImportAs = item.ImportAs,
        NeededBy = item.Source.IsSelected ? [] : [.. item.Source.NeededBy.Select(need => need with { By = names.GetValueOrDefault(need.By, need.By) })],
        Digest = item.Digest,
        Before = item.Before,
        Origin = item.Origin,
        Differences = item.Differences,
    };

    private static PlannedChange Removal(ResourceEntry entry)
    {
        var mark = entry.ReadMark()!;
        return new PlannedChange
        {
            Action = ChangeAction.Removed,
            Resource = entry.Id,
            SourceName = mark.Name ?? entry.Id.Name,
            ImportAs = ImportMode.Reference,
            Before = mark,
            Origin = mark.Origin,
        };
    }

    private static string Digest(IEnumerable<PlannedChange> changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes.Where(change => change.Writes))
        {
            text.Append(change.Resource).Append('\t').Append(change.ImportAs).Append('\t').Append(change.Action == ChangeAction.Removed ? "removed" : change.Digest).Append('\n');
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
