using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>P1: references that this import made and no longer covers.</summary>
internal static class PruneRules
{
    public static void FindUncovered(PlanDraft draft)
    {
        var covered = draft.Items.Select(item => item.Id).Concat(draft.Closure!.Skipped).ToHashSet();
        foreach (var entry in draft.Destination.AllReferenceEntries().Where(entry => !covered.Contains(entry.Id)))
        {
            if (MarkOfOurs(draft, entry)?.Project != draft.Source.Origin.Project)
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

    /// <summary>The mark of a reference that this import made, else <see langword="null"/>. A mark that cannot be read is nobody's, and no
    /// reason to refuse what has nothing to do with it: a warning.</summary>
    public static ReferenceMark? MarkOfOurs(PlanDraft draft, ResourceEntry entry)
    {
        try
        {
            var mark = entry.ReadMark()!;
            return mark.Import == draft.Request.Name ? mark : null;
        }
        catch (RefusalException unreadable)
        {
            draft.Warnings.Add(unreadable.Finding);
            return null;
        }
    }

    /// <summary>Refuses where something that stays still names what would go. Runs when it is known what each resource will hold.</summary>
    public static void RequireUnneeded(PlanDraft draft)
    {
        foreach (var (needed, by) in StillNeeded(draft))
        {
            draft.Refuse(Reason.StillNeeded, "P1", needed,
                $"{needed.Kind.Label()} {Printable.Text(needed.Name)} is no longer selected and would be removed, but {by.Kind.Label()} {Printable.Text(by.Name)} still needs it",
                "select it again, remove what needs it, or set prune: false");
        }
    }

    /// <summary>What would go and what stays and needs it, pair by pair.</summary>
    public static IEnumerable<(ResourceId Needed, ResourceId By)> StillNeeded(PlanDraft draft)
    {
        if (draft.Pruned.Count == 0)
        {
            yield break;
        }

        var pruned = draft.Pruned.Select(entry => entry.Id).ToHashSet();
        var written = draft.Items.Where(item => item.Writes).ToDictionary(item => item.Id);
        // A Projection that moved to another System of Record goes from one and comes into the other: its name stays.
        var replaced = written.Keys.Where(id => id.Kind.IsCollection()).Select(id => id.Name).ToHashSet();
        var byMention = pruned.Where(id => !id.Kind.IsCollection() || !replaced.Contains(id.Name))
            .SelectMany(id => Targets(id.Kind).Select(target => (Target: target, Id: id)))
            .ToLookup(mention => (mention.Target, mention.Id.Name), mention => mention.Id);
        foreach (var (id, content) in Remaining(draft, pruned, written))
        {
            foreach (var needed in Needed(pruned, byMention, id, content))
            {
                yield return (needed, id);
            }
        }
    }

    /// <summary>By what a mention may name a resource of this kind.</summary>
    private static MentionTarget[] Targets(ResourceKind kind) => kind switch
    {
        ResourceKind.CastFunction => [MentionTarget.CastFunction],
        ResourceKind.SystemOfRecord => [MentionTarget.SystemOfRecord],
        ResourceKind.Projection => [MentionTarget.Collection, MentionTarget.Projection],
        ResourceKind.SingleView => [MentionTarget.Collection, MentionTarget.SingleView],
        ResourceKind.ErSchema => [MentionTarget.ErSchema],
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<(ResourceId Id, ReadOnlyMemory<byte> Content)> Remaining(
        PlanDraft draft, HashSet<ResourceId> pruned, Dictionary<ResourceId, ImportItem> written)
    {
        var kept = draft.Destination.Entries(ResourceKind.Projection).Concat(draft.Destination.Entries(ResourceKind.SingleView)).Concat(draft.Destination.Entries(ResourceKind.ErSchema))
            .Where(entry => !pruned.Contains(entry.Id) && !written.ContainsKey(entry.Id))
            .Select(entry => (entry.Id, entry.Value));
        return kept.Concat(written.Values.Select(item => (item.Id, item.Content)));
    }

    private static HashSet<ResourceId> Needed(HashSet<ResourceId> pruned, ILookup<(MentionTarget, string), ResourceId> byMention, ResourceId by, ReadOnlyMemory<byte> content)
    {
        HashSet<ResourceId> needed = [];
        if (by.Kind == ResourceKind.Projection && new ResourceId(ResourceKind.SystemOfRecord, by.System!) is var system && pruned.Contains(system))
        {
            needed.Add(system);
        }

        foreach (var mention in MentionScanner.Scan(content.Span, by.Kind, out _))
        {
            needed.UnionWith(byMention[(mention.Target, mention.Name(content.Span))]);
        }

        return needed;
    }
}
