using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The title and the body of an import's pull request (G4).</summary>
public static class PullRequestBody
{
    /// <summary>On one line.</summary>
    public static string Title(ImportPlan plan, PullRequestDialect dialect) => PlainText.Line($"{CommitMessage.Subject(plan)}", dialect.MostTitle - 1);

    /// <summary>The whole body, ending in the marker.</summary>
    public static string Write(ImportPlan plan, PullRequestContext context, PullRequestDialect dialect)
    {
        var marker = new PullRequestMarker(context.Import, plan.Digest, context.IsDecorated) { IsAsked = plan.Request.Asked, Kind = PullRequestMarker.KindOf(context.Notice) };
        return $"{context.Notice}\n\n{PlanMarkdown.Write(plan)}\n{marker}\n";
    }
}
