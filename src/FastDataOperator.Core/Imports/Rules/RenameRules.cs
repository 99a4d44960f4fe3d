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
        var items = draft.Closure!.Items.ToLookup(item => (item.Id.Kind, item.Id.Name));
        foreach (var rename in draft.Request.Renames)
        {
            var id = new ResourceId(rename.Kind, rename.From);
            if (!renames.TryAdd((rename.Kind, rename.From), rename))
            {
                draft.Refuse(Reason.ConflictingRename, "R1", id, $"{Describe(rename)} is renamed twice", "keep one of the two");
            }

            CheckForm(draft, rename);
            CheckItem(draft, rename, items[(rename.Kind, rename.From)].FirstOrDefault());
        }

        if (draft.Problems.Count > 0)
        {
            return;
        }

        draft.Renames = new RenameMap(draft.Request.Renames);
        RequireUnique(draft);
        if (draft.Problems.Count == 0 && draft.Request.Renames.Count > 0)
        {
            CheckCapture(draft);
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

    private static void CheckItem(PlanDraft draft, Rename rename, ClosureItem? item)
    {
        if (item is null)
        {
            var nearest = draft.Problems.Count < SelectionResolver.MostCompared
                ? NearestNames.Of(rename.From, draft.Closure!.Items.Where(other => other.Id.Kind == rename.Kind).Select(other => other.Id.Name)) : [];
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

    /// <summary>No two imported resources may end up with one name; Projections and Single Views share theirs (K4).</summary>
    private static void RequireUnique(PlanDraft draft)
    {
        Dictionary<(ResourceKind, string), ClosureItem> named = [];
        foreach (var item in draft.Closure!.Items.Concat(draft.Closure.DefaultCastFunctions.Where(item => draft.Destination.Find(item.Id) is null)))
        {
            var name = draft.Renames.NameOf(item.Id.Kind, item.Id.Name);
            if (!named.TryAdd((item.Id.Kind == ResourceKind.SingleView ? ResourceKind.Projection : item.Id.Kind, name), item))
            {
                var other = named[(item.Id.Kind == ResourceKind.SingleView ? ResourceKind.Projection : item.Id.Kind, name)];
                draft.Refuse(Reason.NameCollision, "R3", item.Id,
                    $"2 imported resources would be called {Printable.Text(name)}: {Printable.Text(other.Id.ToString())} and {Printable.Text(item.Id.ToString())}", "give each a name of its own");
            }
        }
    }

    /// <summary>A new name by which something imported already mentions what is not imported would change what that mention means.</summary>
    private static void CheckCapture(PlanDraft draft)
    {
        Dictionary<(MentionTarget, string), Rename> taken = [];
        foreach (var rename in draft.Request.Renames.Where(rename => rename.To != rename.From))
        {
            taken[(MentionScanner.TargetOf(rename.Kind), rename.To)] = rename;
            if (rename.Kind.IsCollection())
            {
                taken[(MentionTarget.Collection, rename.To)] = rename;
            }
        }

        foreach (var item in draft.Closure!.Items)
        {
            var value = item.Entry.Value.Span;
            foreach (var mention in MentionScanner.Scan(value, item.Id.Kind, out _))
            {
                var name = mention.Name(value);
                if (draft.Renames.NameOf(mention.Target, name, item.Id) == name && taken.Remove((mention.Target, name), out var rename))
                {
                    draft.Refuse(Reason.NameCollision, "R3", new ResourceId(rename.Kind, rename.From),
                        $"{Describe(rename)} cannot become \"{name}\": {item.Id.Kind.Label()} {Printable.Text(item.Id.Name)} uses that name for something else", "choose another name");
                }
            }
        }
    }

    private static string Describe(Rename rename) => $"{rename.Kind.Label()} {Printable.Text(rename.From)}";
}
