using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>P1: references that this import made and no longer covers.</summary>
internal static class PruneRules
{
    public static void FindUncovered(PlanDraft draft)
    {
        var covered = draft.Items.Select(item => item.Id).Concat(draft.Closure!.Skipped).ToHashSet();
        foreach (var entry in References(draft).Where(entry => !covered.Contains(entry.Id)))
        {
            var mark = entry.ReadMark()!;
            if (mark.Import != draft.Request.Name || mark.Project != draft.Source.Origin.Project)
            {
                continue;
            }

            if (draft.Request.Prune)
            {
                draft.Pruned.Add(entry);
            }
            else
            {
                draft.Warn(Reason.NoLongerCovered, "P1", entry.Id,
                    $"{entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} was imported before and is no longer selected: it stays", "set prune: true to have it removed");
            }
        }
    }

    /// <summary>Refuses where something that stays still names what would go. Runs when it is known what each resource will hold.</summary>
    public static void RequireUnneeded(PlanDraft draft)
    {
        if (draft.Pruned.Count == 0)
        {
            return;
        }

        var pruned = draft.Pruned.ToDictionary(entry => entry.Id);
        var written = draft.Items.Where(item => item.Writes).ToDictionary(item => item.Id);
        foreach (var (id, content) in Remaining(draft, pruned.Keys, written))
        {
            foreach (var entry in Needed(pruned.Values, id, content))
            {
                draft.Refuse(Reason.StillNeeded, "P1", entry.Id,
                    $"{entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} is no longer selected and would be removed, but {id.Kind.Label()} {Printable.Text(id.Name)} still needs it",
                    "select it again, remove what needs it, or set prune: false");
            }
        }
    }

    private static IEnumerable<ResourceEntry> References(PlanDraft draft) =>
        Enum.GetValues<ResourceKind>().SelectMany(draft.Destination.ReferenceEntries);

    private static IEnumerable<(ResourceId Id, ReadOnlyMemory<byte> Content)> Remaining(
        PlanDraft draft, IReadOnlyCollection<ResourceId> pruned, Dictionary<ResourceId, ImportItem> written)
    {
        var kept = draft.Destination.Entries(ResourceKind.Projection).Concat(draft.Destination.Entries(ResourceKind.ErSchema))
            .Where(entry => !pruned.Contains(entry.Id) && !written.ContainsKey(entry.Id))
            .Select(entry => (entry.Id, entry.Value));
        return kept.Concat(written.Values.Select(item => (item.Id, item.Content)));
    }

    private static IEnumerable<ResourceEntry> Needed(IReadOnlyCollection<ResourceEntry> pruned, ResourceId by, ReadOnlyMemory<byte> content)
    {
        if (by.Kind == ResourceKind.Projection && pruned.FirstOrDefault(entry => entry.Id == new ResourceId(ResourceKind.SystemOfRecord, by.System!)) is { } system)
        {
            yield return system;
        }

        if (by.Kind is not (ResourceKind.Projection or ResourceKind.ErSchema))
        {
            yield break;
        }

        HashSet<(MentionTarget, string)> mentions =
            [.. MentionScanner.Scan(content.Span, by.Kind, out _).Select(mention => (mention.Target, mention.Name(content.Span)))];
        foreach (var entry in pruned)
        {
            var target = entry.Id.Kind.IsCollection() ? MentionTarget.Collection : entry.Id.Kind == ResourceKind.CastFunction ? MentionTarget.CastFunction : MentionTarget.Own;
            if (target != MentionTarget.Own && mentions.Contains((target, entry.Id.Name)))
            {
                yield return entry;
            }
        }
    }
}
