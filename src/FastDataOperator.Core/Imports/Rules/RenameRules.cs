using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>R1 to R3: what may be renamed, and to what.</summary>
internal static class RenameRules
{
    private const int LongestName = 120;

    public static void Check(PlanDraft draft)
    {
        Dictionary<(ResourceKind, string), Rename> renames = [];
        foreach (var rename in draft.Request.Renames)
        {
            var id = new ResourceId(rename.Kind, rename.From);
            if (!renames.TryAdd((rename.Kind, rename.From), rename))
            {
                draft.Refuse(Reason.ConflictingRename, "R1", id, $"{Describe(rename)} is renamed twice", "keep one of the two");
            }

            CheckForm(draft, rename);
            CheckItem(draft, rename);
        }

        if (draft.Problems.Count == 0)
        {
            CheckCapture(draft);
            draft.Renames = new RenameMap(draft.Request.Renames);
        }
    }

    private static void CheckForm(PlanDraft draft, Rename rename)
    {
        var name = rename.To;
        var isSound = name.Length is > 0 and <= LongestName && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_')
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        if (!isSound)
        {
            draft.Refuse(Reason.InvalidName, "R3", new ResourceId(rename.Kind, rename.From), $"\"{Printable.Text(name)}\" cannot be the new name of {Describe(rename)}",
                $"use 1 to {LongestName} letters, digits, '_', '-' and '.', with a letter, a digit or '_' first");
        }
    }

    private static void CheckItem(PlanDraft draft, Rename rename)
    {
        var items = draft.Closure!.Items.Where(item => item.Id.Kind == rename.Kind).ToList();
        var item = items.Find(item => item.Id.Name == rename.From);
        if (item is null)
        {
            var nearest = NearestNames.Of(rename.From, items.Select(other => other.Id.Name));
            draft.Refuse(Reason.NotInSource, "R1", new ResourceId(rename.Kind, rename.From), $"{Describe(rename)} is to be renamed but is not imported",
                nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest.Select(name => Printable.Text(name)))}?" : "select it, or remove the rename");
        }
        else if (item.Entry.ReadMark() is { } mark)
        {
            draft.Refuse(Reason.NestedReferenceRename, "R2", item.Id,
                $"{Describe(rename)} cannot be renamed: the source itself imported it from {Printable.Text(mark.FirstProject)}",
                "remove the rename, or import it from there");
        }
    }

    /// <summary>A new name that an imported ER schema already uses for something that is not imported would change what that schema means.</summary>
    private static void CheckCapture(PlanDraft draft)
    {
        var collections = draft.Request.Renames.Where(rename => rename.Kind.IsCollection() && rename.To != rename.From).ToDictionary(rename => rename.To);
        if (collections.Count == 0)
        {
            return;
        }

        var imported = draft.Closure!.Items.Where(item => item.Id.Kind.IsCollection()).Select(item => item.Id.Name).ToHashSet();
        foreach (var schema in draft.Closure.Items.Where(item => item.Id.Kind == ResourceKind.ErSchema))
        {
            foreach (var mention in MentionScanner.Scan(schema.Entry.Value.Span, ResourceKind.ErSchema, out _).Where(mention => mention.Target == MentionTarget.Collection))
            {
                var name = mention.Name(schema.Entry.Value.Span);
                if (!imported.Contains(name) && collections.Remove(name, out var rename))
                {
                    draft.Refuse(Reason.NameCollision, "R3", new ResourceId(rename.Kind, rename.From),
                        $"{Describe(rename)} cannot become \"{name}\": ER schema {Printable.Text(schema.Id.Name)} uses that name for another collection", "choose another name");
                }
            }
        }
    }

    private static string Describe(Rename rename) => $"{rename.Kind.Label()} {Printable.Text(rename.From)}";
}
