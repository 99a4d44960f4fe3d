using System.Text;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>Where a plan and each of its resources come from.</summary>
internal static class PlanSource
{
    /// <summary>Hexadecimal digits that tell commits apart well enough for a person.</summary>
    private const int ShortCommit = 10;

    /// <summary>The sentences about the whole plan, ending in a full stop.</summary>
    /// <param name="most">Characters of each name.</param>
    public static string Of(ImportPlan plan, int most = MarkdownText.MostValue)
    {
        if (plan.IsRemoval)
        {
            return "The import was deleted, and the references that it kept here go with it. Copies stay.";
        }

        var origin = plan.Origin;
        var text = new StringBuilder("From project ").Append(MarkdownText.Code(origin.Project, most));
        Append(text, " in ", origin.Repository, most);
        Append(text, origin.IsTag ? ", tag " : ", branch ", origin.Branch, most);
        if (origin.Commit is { } commit)
        {
            var code = MarkdownText.Code(commit, most);
            text.Append(", commit ").Append(CommitPage.Of(origin.Repository, commit) is { } page ? $"[{code}]({page})" : code);
        }

        return text.Append(origin.Commit is null ? ", exported at " : " of ").Append(PlanWording.Time(origin.ExportedAt)).Append('.').ToString();
    }

    /// <summary>The cell about one resource: its commit, before and after where it has one before; its first project, where the source only holds a reference to it (C4).</summary>
    public static string Of(ImportPlan plan, PlannedChange change)
    {
        var before = change.Before?.Commit is { } old ? Short(old) : null;
        var after = plan.Origin switch
        {
            null => null,
            { Commit: { } commit } => Short(commit),
            { ExportedAt: var time } => PlanWording.Time(time),
        };
        var first = change.Origin is { } origin ? $", first made in {MarkdownText.Code(origin.FirstProject)}" : "";
        var text = change.Action switch
        {
            ChangeAction.Removed => before,
            ChangeAction.Updated or ChangeAction.UpdateAvailable when before is not null && before != after => $"{before} → {after}",
            ChangeAction.Drifted or ChangeAction.LeftAlone => before ?? after,
            _ => after,
        };
        return (text ?? (change.Before is { } mark ? MarkdownText.Code(mark.Project) : "")) + first;
    }

    private static string Short(string commit) => MarkdownText.Code(commit.Length > ShortCommit ? commit[..ShortCommit] : commit);

    private static void Append(StringBuilder text, string before, string? value, int most)
    {
        if (value is not null)
        {
            text.Append(before).Append(MarkdownText.Code(value, most));
        }
    }
}
