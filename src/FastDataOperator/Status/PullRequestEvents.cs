using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges;
using FastDataOperator.Reconcilers;

namespace FastDataOperator.Status;

/// <summary>What is new about an import's pull request. That it was declined, or that its branch holds other commits, is told as every other stall.</summary>
internal static class PullRequestEvents
{
    private const string Open = nameof(PullRequestState.Open);

    public static ImportEvent? Of(ImportStatus before, ImportStatus after, PassOutcome outcome)
    {
        if (after.PullRequest is not { Url: { } url } now)
        {
            return null;
        }

        var was = before.PullRequest?.Number == now.Number ? before.PullRequest : null;
        return outcome switch
        {
            PassOutcome.Proposed proposed when now.State == Open && after.Find(ConditionType.Ready) is { Status: ConditionSet.True } =>
                was?.State != Open ? Say(nameof(OperatorReason.PullRequestOpened), $"{PlanSummary.Of(proposed.Plan)}; opened the pull request {url}")
                : before.Destination?.PushedCommit != after.Destination?.PushedCommit ? Say(nameof(OperatorReason.PullRequestUpdated), $"{PlanSummary.Of(proposed.Plan)}; updated the pull request {url}")
                : null,
            PassOutcome.Planned { PullRequest.Request.State: PullRequestState.Merged } when was?.State != now.State => Say(nameof(OperatorReason.PullRequestMerged), $"the pull request {url} was merged"),
            PassOutcome.Planned when was is { State: Open } && now.State != Open => Say(nameof(OperatorReason.PullRequestClosed), $"closed the pull request {url}: there is nothing to propose any more"),
            _ => null,
        };
    }

    private static ImportEvent Say(string reason, string message) => new(false, reason, message);
}
