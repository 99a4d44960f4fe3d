using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>A plan as a reviewer reads it on a forge.</summary>
public static class PlanMarkdown
{
    /// <summary>Rows of the table of changes; the rest is counted.</summary>
    public const int MostRows = 300;

    /// <summary>Markdown as GitHub understands it, with the picture in a Mermaid fence.</summary>
    public static string Write(ImportPlan plan)
    {
        var text = new StringBuilder();
        text.Append("### ").Append(Code(plan.Request.Name)).Append(": ").Append(PlanSummary.Of(plan)).Append("\n\n");
        WriteSource(text, plan);
        WriteChanges(text, plan);
        WriteDifferences(text, plan);
        WriteList(text, "#### Warnings", [.. plan.Warnings.Where(warning => warning.Reason != Reason.MissingService)], PlanWording.Line);
        WriteList(text, "#### Services to create before deploying\n\nServices are never imported; these do not exist in the destination (V1).", plan.MissingServices, Code);
        if (plan.Changes.Count > 0 && !plan.IsRemoval)
        {
            text.Append("#### What needs what\n\n```mermaid\n").Append(PlanMermaid.Write(plan)).Append("```\n\n");
        }

        return text.Append("Plan ").Append(Code(plan.Digest)).Append('\n').ToString();
    }

    /// <summary>The problems for which an import was refused.</summary>
    public static string WriteRefusal(string name, IReadOnlyList<Finding> problems)
    {
        var text = new StringBuilder("### ").Append(Code(name)).Append(": refused, and nothing was written\n\n");
        WriteList(text, null, problems, PlanWording.Line);
        return text.ToString();
    }

    private static void WriteSource(StringBuilder text, ImportPlan plan)
    {
        if (plan.IsRemoval)
        {
            text.Append("The import was deleted, and the references that it kept here go with it. Copies stay.\n\n");
            return;
        }

        var origin = plan.Origin;
        text.Append("From project ").Append(Code(origin.Project));
        Append(text, " in ", origin.Repository);
        Append(text, ", branch ", origin.Branch);
        Append(text, ", commit ", origin.Commit);
        text.Append(origin.Commit is null ? ", exported at " : " of ").Append(PlanWording.Time(origin.ExportedAt)).Append(".\n\n");
    }

    private static void WriteChanges(StringBuilder text, ImportPlan plan)
    {
        var rows = plan.Changes.Where(change => change.Action != ChangeAction.Unchanged).ToList();
        if (rows.Count > 0)
        {
            text.Append("| Action | Resource | As | Why |\n|---|---|---|---|\n");
            foreach (var change in rows.Take(MostRows))
            {
                text.Append("| ").Append(PlanWording.Verb(change.Action))
                    .Append(" | ").Append(Code(PlanWording.Name(change.Resource))).Append(RenameOf(change))
                    .Append(" | ").Append(PlanWording.Mode(change.ImportAs))
                    .Append(" | ").Append(WhyOf(change, plan.IsRemoval)).Append(" |\n");
            }

            text.Append('\n');
        }

        if (rows.Count > MostRows)
        {
            text.Append("… and ").Append(PlanWording.Number(rows.Count - MostRows)).Append(" more.\n\n");
        }

        var unchanged = plan.Count(ChangeAction.Unchanged);
        if (unchanged > 0)
        {
            text.Append(PlanWording.Count(unchanged, "resource is", "resources are")).Append(" already as ").Append(unchanged == 1 ? "it" : "they").Append(" should be.\n\n");
        }
    }

    private static void WriteDifferences(StringBuilder text, ImportPlan plan)
    {
        var changed = plan.Changes.Where(change => change.Differences.Count > 0).Take(MostRows).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        text.Append("#### Differences\n\n");
        foreach (var change in changed)
        {
            text.Append("- ").Append(PlanWording.Verb(change.Action)).Append(' ').Append(Code(PlanWording.Name(change.Resource))).Append('\n');
            foreach (var difference in change.Differences.Take(PlanWording.MostDifferences))
            {
                text.Append("  - ").Append(Code(difference)).Append('\n');
            }

            if (change.Differences.Count > PlanWording.MostDifferences)
            {
                text.Append("  - … and ").Append(PlanWording.Number(change.Differences.Count - PlanWording.MostDifferences)).Append(" more\n");
            }
        }

        text.Append('\n');
    }

    private static void WriteList<T>(StringBuilder text, string? title, IReadOnlyList<T> items, Func<T, string> describe)
    {
        if (items.Count == 0)
        {
            return;
        }

        text.Append(title).Append(title is null ? "" : "\n\n");
        foreach (var item in items.Take(MostRows))
        {
            text.Append("- ").Append(describe(item)).Append('\n');
        }

        if (items.Count > MostRows)
        {
            text.Append("- … and ").Append(PlanWording.Number(items.Count - MostRows)).Append(" more\n");
        }

        text.Append('\n');
    }

    private static string RenameOf(PlannedChange change) =>
        string.Equals(change.SourceName, change.Resource.Name, StringComparison.Ordinal) ? "" : $", in the source {Code(change.SourceName)}";

    private static string WhyOf(PlannedChange change, bool isRemoval)
    {
        var why = isRemoval ? "the import was deleted (P2)"
            : change.Action == ChangeAction.Removed ? "no longer selected (P1)"
            : change.NeededBy.Count == 0 ? "selected"
            : string.Join("<br>", PlanWording.Why(change));
        why += change.NeededBy.Count > 5 ? $"<br>… and {PlanWording.Number(change.NeededBy.Count - 5)} more" : "";
        return change.Origin is { } origin ? $"{why}; {PlanWording.Origin(origin)}" : why;
    }

    private static void Append(StringBuilder text, string before, string? value)
    {
        if (value is not null)
        {
            text.Append(before).Append(Code(value));
        }
    }

    /// <summary>A code span: nothing in it is markup, and <see cref="PlainText.Line"/> leaves no way out of it.</summary>
    private static string Code(string value) =>
        $"`{PlainText.Line(value, 500).Replace("`", "\\u{60}", StringComparison.Ordinal).Replace("|", "\\u{7C}", StringComparison.Ordinal)}`";
}
