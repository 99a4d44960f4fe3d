using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>A plan as a reviewer reads it on a forge: the sections that a pull request has too.</summary>
public static class PlanMarkdown
{
    /// <summary>What fits into a comment on GitHub, with its pictures and its folding.</summary>
    private static readonly PullRequestDialect s_dialect = new(MostTitle: 256, MostBody: 65_536, MostMermaid: MermaidGraph.MostSource, HasFolding: true);

    /// <summary>Markdown as GitHub understands it, with the picture in a Mermaid fence; never more than a comment may have, with what is left out counted.</summary>
    /// <param name="failure">What keeps the plan from being carried out, in words of the outside; <see langword="null"/> where nothing is known to.</param>
    public static string Write(ImportPlan plan, string? failure = null)
    {
        var head = $"### {MarkdownText.Code(plan.Request.Name)}: {PlanSummary.Of(plan)}\n\n{(failure is null ? "" : $"- Failed: {MarkdownText.Prose(failure)}\n\n")}{PlanSource.Of(plan)}\n\n";
        var end = $"Plan {MarkdownText.Code(plan.Digest)}\n";
        return head + MarkdownFit.Write(PlanSections.Of(plan, s_dialect), s_dialect.MostBody - MarkdownText.Size(head) - MarkdownText.Size(end), out _) + end;
    }

    /// <summary>The problems for which an import was refused.</summary>
    public static string WriteRefusal(string name, IReadOnlyList<Finding> problems)
    {
        var text = new StringBuilder($"### {MarkdownText.Code(name)}: refused, and nothing was written\n\n");
        var problem = MarkdownRows.Of(1, "", "", problems, ("problem", "problems"), static problem => $"- {PlanWording.InMarkdown(problem)}\n");
        return text.Append(problem is null ? "" : problem.Cut(s_dialect.MostBody - text.Length)).ToString();
    }

    /// <summary>An import that failed before it was planned.</summary>
    /// <param name="failure">Why, in words of the outside.</param>
    public static string WriteFailure(string name, string failure) => $"### {MarkdownText.Code(name)}: failed\n\n- {MarkdownText.Prose(failure)}\n";
}
