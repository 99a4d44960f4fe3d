using System.Diagnostics;
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
        var (full, selected, brief) = (PlanSummary.Of(plan), PlanSummary.Selected(plan), PlanSummary.Brief(plan));

        // Where it comes from says more than how many there are of each kind.
        foreach (var words in (ReadOnlySpan<string>)[full + whose, selected + whose, full, selected, brief + whose, brief, PlanSummary.Total(plan) + whose])
        {
            var title = $"fastdata: {words} ({import})";
            if (title.Length <= most)
            {
                return title;
            }
        }

        return PlainText.Line($"fastdata: {PlanSummary.Total(plan)} ({import})", dialect.MostTitle - 1);
    }

    /// <summary>The whole body, ending in the marker. A forge that keeps <c>\r\n</c> for a line end stays within the limit too.</summary>
    public static string Write(ImportPlan plan, PullRequestContext context, PullRequestDialect dialect)
    {
        var sections = PlanSections.Of(plan, dialect);
        var (head, end, room) = Frame(plan, context, dialect.MostBody, sections.Sum(static section => MarkdownText.Size(section.Brief)));
        var body = MarkdownFit.Write(sections, room, out var isCut);
        if (isCut)
        {
            var more = PullRequestAdvice.WholePlan(context);
            body = MarkdownFit.Write(sections, room - MarkdownText.Size(more), out _) + more;
        }

        return head + body + end;
    }

    /// <summary>What is there in any case, and the room between. Names get shorter where they leave none; those in commands and in the marker never do.</summary>
    private static (string Head, string End, int Room) Frame(ImportPlan plan, PullRequestContext context, int most, int least)
    {
        foreach (var value in (ReadOnlySpan<int>)[MarkdownText.MostValue, 100, 40])
        {
            var head = Head(plan, context, value);
            var end = $"{PullRequestAdvice.HowTo(context, value)}\n{PullRequestMarker.Of(plan, context)}\n";
            var room = most - MarkdownText.Size(head) - MarkdownText.Size(end);
            if (room >= least + MarkdownText.Size(PullRequestAdvice.WholePlan(context)) || value == 40)
            {
                return (head, end, room);
            }
        }

        throw new UnreachableException();
    }

    private static string Head(ImportPlan plan, PullRequestContext context, int most)
    {
        var summary = plan.HasChanges ? $"**{PlanSummary.Of(plan)}**" : "change nothing";
        return $"{PullRequestAdvice.Notice(context, most)}The import {MarkdownText.Code(context.Import, most)} would {summary} on {MarkdownText.Code(context.BaseBranch, most)}. {PlanSource.Of(plan, most)}\n\n";
    }
}
