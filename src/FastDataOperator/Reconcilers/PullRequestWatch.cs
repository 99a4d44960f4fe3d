using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Status;

namespace FastDataOperator.Reconcilers;

/// <summary>While a change waits in a pull request, people decide about it on the forge, where nothing that is looked at otherwise moves: the forge is asked
/// once a pass. Of an import whose pull request is merged, or that has none, it is asked nothing.</summary>
internal sealed class PullRequestWatch(OpenForge openForge)
{
    /// <summary>Whether a change waits in a pull request, as far as the status tells.</summary>
    public static bool IsWaiting(ImportStatus status) =>
        status.Find(ConditionType.Merged) is { Status: ConditionSet.False, Reason: not nameof(OperatorReason.PullRequestClosed) };

    /// <summary>Whether the forge still says what the status says.</summary>
    /// <exception cref="GitException">It could not be asked.</exception>
    public async Task<bool> IsAsReportedAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var (requested, destination, reported) = (pass.PullRequest!, pass.Destination, pass.Object.Status.PullRequest);
        if (!BranchName.TryParse(pass.SeenDestination!.Branch, out var @base))
        {
            return false;
        }

        var forge = openForge(requested.Forge, pass.Access[destination], pass.Deadline.Left);
        var found = new FoundPullRequests(await forge.FindAsync(requested.Head, cancellationToken), pass.Key.ToString());
        return (found.Open(@base) ?? found.Newest(@base)) is { } newest
            ? newest.Number == reported?.Number && newest.State.ToString() == reported.State
                && (newest.State != PullRequestState.Open || FoundPullRequests.MarkerOf(newest)?.PlanDigest == pass.Object.Status.Plan?.Digest)
            : reported is null;
    }
}
