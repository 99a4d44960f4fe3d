using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Reconcilers;

namespace FastDataOperator.Status;

/// <summary>What a status says of an import's pull request.</summary>
internal static class PullRequestConditions
{
    private const int LongestUrl = 4000;

    /// <summary>Nothing is to be proposed: what became of the last one.</summary>
    public static PullRequestStatus? Settle(ConditionSet conditions, PullRequestReport? report)
    {
        if (report?.Request is not { } request)
        {
            conditions.Remove(ConditionType.Merged);
            return null;
        }

        if (request.State == PullRequestState.Merged)
        {
            conditions.Set(ConditionType.Merged, ConditionSet.True, nameof(OperatorReason.PullRequestMerged), $"the pull request {Link(request)} was merged{Notes(report)}");
        }
        else
        {
            conditions.Set(ConditionType.Merged, ConditionSet.False, nameof(OperatorReason.PullRequestClosed), $"the pull request {Link(request)} is closed, and there is nothing to propose any more{Notes(report)}");
        }

        return StatusOf(report);
    }

    public static PullRequestStatus? StatusOf(PullRequestReport report) => report.Request is { } request
        ? new PullRequestStatus { Url = PlainText.Line(request.Url, LongestUrl), Number = request.Number, State = request.State.ToString() }
        : null;

    /// <summary>Something is proposed, or would be.</summary>
    public static (bool IsOpen, string Reason, string Message) Describe(PassOutcome.Proposed proposed, ObjectKey key)
    {
        var report = proposed.PullRequest;
        var link = report.Request is { } request ? Link(request) : "";
        return report.Fate switch
        {
            PullRequestFate.Declined => (
                false, nameof(OperatorReason.PullRequestDeclined),
                $"the pull request {link} was closed without merging: just this change is not proposed again until it becomes another one, or until it is asked for: kubectl fastdata reconcile {key.Name} -n {key.Namespace}"),
            PullRequestFate.HasOtherCommits => (
                false, nameof(OperatorReason.BranchHasOtherCommits),
                $"{string.Join("; ", report.Notes)}: nothing is written to it; {(report.Request is { State: PullRequestState.Open } ? $"merge the pull request {link}, or " : "")}take that commit off the branch, or delete the branch"),
            _ => (true, nameof(OperatorReason.PullRequestOpen), $"{PlanSummary.Of(proposed.Plan)}; waits in the pull request {link}{Notes(report)}"),
        };
    }

    private static string Link(PullRequest request) => PlainText.Line(request.Url, 500);

    private static string Notes(PullRequestReport report) => report.Notes.Count == 0 ? "" : $"; {string.Join("; ", report.Notes)}";
}
