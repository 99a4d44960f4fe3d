using System.Text;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>What an update, a restored edit or a waiting change differs in, field by field.</summary>
internal static class PlanDifferences
{
    /// <summary>Lines beyond which a dialect that folds shows none until asked.</summary>
    private const int MostUnfolded = 6;

    /// <summary>A paragraph that names the resource and says why it changes, and a <c>diff</c> fence.</summary>
    public static string Write(PlannedChange change, PullRequestDialect dialect)
    {
        var text = new StringBuilder($"{MarkdownText.Code(change.Resource.ToString())} {Why(change.Action)}:\n\n");
        var isFolded = dialect.HasFolding && change.Differences.Count > MostUnfolded;
        if (isFolded)
        {
            text.Append("<details><summary>").Append(PlanWording.Number(change.Differences.Count)).Append(" differences</summary>\n\n");
        }

        text.Append("```diff\n");
        foreach (var difference in change.Differences.Take(PlanWording.MostDifferences))
        {
            var line = MarkdownText.Inside(difference);
            text.Append(line is ['+' or '-' or '~' or '…', ..] ? "" : "~ ").Append(line).Append('\n');
        }

        if (change.Differences.Count > PlanWording.MostDifferences)
        {
            text.Append("… and ").Append(PlanWording.Count(change.Differences.Count - PlanWording.MostDifferences, "more difference", "more differences")).Append('\n');
        }

        return text.Append("```\n\n").Append(isFolded ? "</details>\n\n" : "").ToString();
    }

    private static string Why(ChangeAction action) => action switch
    {
        ChangeAction.Updated => "follows its source",
        ChangeAction.Restored => "was edited in the destination, and gets its source's content back",
        ChangeAction.UpdateAvailable => "has newer content in its source, which waits to be asked for (U1)",
        ChangeAction.Drifted => "was edited in the destination, and is left so (D1)",
        _ => "differs",
    };
}
