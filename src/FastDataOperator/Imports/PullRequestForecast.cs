using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>What an import would do about its pull request.</summary>
internal static class PullRequestForecast
{
    /// <summary>What became of the newest one, where nothing is open.</summary>
    public static PullRequestFate? Past(PullRequest? newest) => newest?.State switch
    {
        PullRequestState.Merged => PullRequestFate.Merged,
        PullRequestState.Closed => PullRequestFate.Closed,
        _ => null,
    };

    public static PullRequestReport? Of(ProposedChange change)
    {
        var (found, @base, digest) = (change.Found, change.Base, change.Plan.Digest);
        var (open, newest) = (found.Open(@base), found.Newest(@base));
        if (!change.Plan.HasChanges)
        {
            return open is not null ? Report(PullRequestFate.WouldWithdraw, open)
                : Past(newest) is { } past ? Report(past, newest)
                : null;
        }

        return open is null && !change.Plan.Request.Asked && found.IsDeclined(@base, digest) ? Report(PullRequestFate.Declined, newest)
            : change.Head is { IsFree: false } ? Report(PullRequestFate.HasOtherCommits, open ?? newest)
            : open is null ? Report(PullRequestFate.WouldOpen, null)
            : change.Head!.Holds(digest, change.Publication) && FoundPullRequests.MarkerOf(open)?.PlanDigest == digest ? Report(PullRequestFate.Current, open)
            : Report(PullRequestFate.WouldUpdate, open);

        PullRequestReport Report(PullRequestFate fate, PullRequest? request) => new() { Fate = fate, Head = change.HeadName, Request = request, Commit = change.Head?.Tip?.Id, Notes = change.Notes };
    }
}
