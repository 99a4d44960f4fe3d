using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>M1, M2 and C1: each resource of the closure with its mode, its name in the destination, and its content as imported.</summary>
internal static class ItemRules
{
    public static void Make(PlanDraft draft)
    {
        foreach (var source in draft.Closure!.Items)
        {
            var item = Item(draft, source, source.ImportAs ?? draft.Request.ImportAs);
            draft.Items.Add(item);
            WarnOfNestedDrift(draft, source, item);
        }

        foreach (var source in draft.Closure.DefaultCastFunctions)
        {
            if (draft.Destination.Find(source.Id) is null)
            {
                draft.Items.Add(Item(draft, source, null));
                draft.Warn(Reason.DefaultCastFunctionCarried, "C1", source.Id,
                    $"the destination lacks the default cast function {Printable.Text(source.Id.Name)}: it is carried over unmarked");
            }
        }
    }

    private static ImportItem Item(PlanDraft draft, ClosureItem source, ImportMode? mode)
    {
        var content = source.Entry.System is null ? source.Entry.Value : SystemShell.Of(source.Entry);
        var renamed = draft.Renames.Rewrite(content, source.Id);
        var id = source.Id with
        {
            Name = draft.Renames.NameOf(source.Id.Kind, source.Id.Name),
            System = source.Id.System is { } system ? draft.Renames.NameOf(ResourceKind.SystemOfRecord, system) : null,
        };
        var mark = source.Entry.ReadMark();
        return new ImportItem
        {
            Source = source,
            ImportAs = mode,
            Id = id,
            Content = renamed,
            Digest = draft.DigestOf(renamed, source.Entry),
            Origin = mark?.Origin ?? mark,
            Existing = draft.Destination.Find(id),
        };
    }

    private static void WarnOfNestedDrift(PlanDraft draft, ClosureItem source, ImportItem item)
    {
        if (source.Entry.ReadMark()?.Digest is { } recorded
            && draft.DigestOf(source.Entry.Value, source.Entry) != recorded)
        {
            draft.Warn(Reason.NestedReferenceDrifted, "C4", item.Id,
                $"{item.Described} is a reference from {Printable.Text(item.Origin!.Project)} in the source, where it was edited since", "restore it in the source");
        }
    }
}
