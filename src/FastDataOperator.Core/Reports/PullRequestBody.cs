using System.Text;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The title and the body of an import's pull request (G4). Pure, so that what is there already can be compared; never over the
/// forge's limit; and nothing that a repository names is more in it than text.</summary>
public static class PullRequestBody
{
    /// <summary>Characters of a title that lists still show.</summary>
    private const int ReadableTitle = 120;

    /// <summary>On one line, in as many words as there is room for.</summary>
    public static string Title(ImportPlan plan, PullRequestDialect dialect)
    {
        var whose = plan.IsRemoval ? "" : $" from {MarkdownText.Bare(plan.Origin.Project, 60)}";
        var import = MarkdownText.Bare(plan.Request.Name, 80);
        var most = Math.Min(dialect.MostTitle, ReadableTitle);
        foreach (var summary in (ReadOnlySpan<string>)[PlanSummary.Of(plan), PlanSummary.Selected(plan), PlanSummary.Brief(plan), PlanSummary.Total(plan)])
        {
            foreach (var title in (ReadOnlySpan<string>)[$"fastdata: {summary}{whose} ({import})", $"fastdata: {summary} ({import})"])
            {
                if (title.Length <= most)
                {
                    return title;
                }
            }
        }

        return PlainText.Line($"fastdata: {PlanSummary.Total(plan)} ({import})", dialect.MostTitle - 1);
    }

    /// <summary>The whole body, ending in the marker. A forge that keeps <c>\r\n</c> for a line end stays within the limit too.</summary>
    public static string Write(ImportPlan plan, PullRequestContext context, PullRequestDialect dialect)
    {
        var head = Head(plan, context);
        var end = $"{PullRequestAdvice.HowTo(context)}\n{new PullRequestMarker(context.Import, plan.Digest, context.IsDecorated)}\n";
        var sections = PlanSections.Of(plan, dialect);
        var room = dialect.MostBody - MarkdownText.Size(head) - MarkdownText.Size(end);
        var body = MarkdownFit.Write(sections, room, out var isCut);
        if (isCut)
        {
            var more = PullRequestAdvice.WholePlan(context);
            body = MarkdownFit.Write(sections, room - MarkdownText.Size(more), out _) + more;
        }

        return head + body + end;
    }

    private static string Head(ImportPlan plan, PullRequestContext context)
    {
        var text = new StringBuilder(PullRequestAdvice.Notice(context));
        text.Append("The import ").Append(MarkdownText.Code(context.Import)).Append(" would ").Append(PlanSummary.Of(plan) is var summary && plan.HasChanges ? $"**{summary}**" : "change nothing");
        return text.Append(" on ").Append(MarkdownText.Code(context.BaseBranch)).Append(". ").Append(PlanSource.Of(plan)).Append("\n\n").ToString();
    }
}
