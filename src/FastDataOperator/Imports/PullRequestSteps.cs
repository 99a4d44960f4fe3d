using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>What is done through the forge alone. Each may be cut off anywhere and made again.</summary>
internal static class PullRequestSteps
{
    /// <summary>Where <c>destination.branch</c> was another, its pull request is not left behind.</summary>
    public static async Task<AttemptResult?> WithdrawElsewhereAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        foreach (var other in change.Found.OpenElsewhere(change.Base))
        {
            PullRequestNotice notice = change.Plan.HasChanges ? new PullRequestNotice.Superseded(change.Base.Value) : new PullRequestNotice.NoLongerNeeded();
            var ended = await CloseAsync(change, other, notice, cancellationToken);
            change.Notes.Add(ended.State != PullRequestState.Closed
                ? $"the pull request {other.Number} onto {other.Base} was merged meanwhile: the destination's branch is {change.Base} now"
                : $"the pull request {other.Number} onto {other.Base} was closed: the destination's branch is {change.Base} now");
        }

        return null;
    }

    /// <summary>Says why in the text first, so that one that was closed only half says it too, and that it was no person's refusal (G3).</summary>
    /// <returns>It, closed; or, with the text that it had, merged or being merged, where somebody was faster.</returns>
    public static async Task<PullRequest> CloseAsync(ProposedChange change, PullRequest open, PullRequestNotice notice, CancellationToken cancellationToken)
    {
        var forge = change.Forge;
        var body = PullRequestBody.Write(change.Plan, change.Context(FoundPullRequests.MarkerOf(open) is { IsDecorated: true }, notice), forge.Dialect);
        var now = PullRequestText.IsSame(open.Body, body) ? open : await forge.UpdateAsync(open, open.Title, body, cancellationToken);
        await forge.CloseAsync(now, cancellationToken);
        now = await RequireWordAsync(change, now with { State = PullRequestState.Closed }, body, cancellationToken);
        return now.State == PullRequestState.Closed ? now : await GiveBackAsync(change, now, open, cancellationToken);
    }

    /// <summary>Another run that found it open may have written its own text in between, as which it would look refused (G3).</summary>
    private static async Task<PullRequest> RequireWordAsync(ProposedChange change, PullRequest closed, string body, CancellationToken cancellationToken)
    {
        var now = (await change.Forge.FindAsync(change.HeadName, cancellationToken)).FirstOrDefault(request => request.Number == closed.Number) ?? closed;
        return FoundPullRequests.MarkerOf(now) is { Kind: PullRequestMarkerKind.Withdrawn } ? now : await change.Forge.UpdateAsync(now, now.Title, body, cancellationToken);
    }

    /// <summary>G2: commits of other people are never dropped. The text says so, once.</summary>
    public static async Task<AttemptResult?> LeaveOtherCommitsAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        if (change.Head is not { IsFree: false, Tip: { } tip } head)
        {
            return null;
        }

        var open = change.Found.Open(change.Base);
        if (open is not null && FoundPullRequests.MarkerOf(open) is var marker && (marker is not { Kind: PullRequestMarkerKind.Foreign } || marker.PlanDigest != change.Plan.Digest))
        {
            var context = change.Context(marker is { IsDecorated: true }, new PullRequestNotice.ForeignCommits(tip.Id.Value));
            open = await RewriteAsync(change, open, open.Title, PullRequestBody.Write(change.Plan, context, change.Forge.Dialect), cancellationToken);
        }

        change.Notes.Add($"the branch {head.Name} holds a commit that this import did not make, {head.Describe()}");
        return change.Proposed(PullRequestFate.HasOtherCommits, open ?? change.Found.Newest(change.Base));
    }

    /// <summary>The branch holds the plan: there is one open pull request that says so.</summary>
    public static async Task<AttemptResult?> OpenOrUpdateAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        var (open, fate) = change.Found.Open(change.Base) is { } found ? (found, PullRequestFate.Current) : await OpenAsync(change, cancellationToken);
        var marker = FoundPullRequests.MarkerOf(open);
        if (NeedsDecoration(change) && marker is not { IsDecorated: true })
        {
            change.Notes.AddRange(await change.Forge.DecorateAsync(open, change.Requested.Labels, change.Requested.Reviewers, cancellationToken));
        }

        var title = PullRequestBody.Title(change.Plan, change.Forge.Dialect);
        var body = PullRequestBody.Write(change.Plan, change.Context(isDecorated: true), change.Forge.Dialect);
        var isSaid = PullRequestText.IsSame(open.Title, title) && PullRequestText.IsSame(open.Body, body);
        var mayBeOld = change.Pushed is not null && fate != PullRequestFate.Opened; // found before the push: another run may have written since
        if (MustSay(change, body, marker) && (mayBeOld || !isSaid))
        {
            open = await RewriteAsync(change, open, title, body, cancellationToken);
            fate = fate == PullRequestFate.Opened ? fate : PullRequestFate.Updated;
        }

        return open.State != PullRequestState.Open
            ? new AttemptResult.LostEveryRace($"the pull request {open.Number} was merged or closed meanwhile", 1)
            : change.Proposed(fate, open);
    }

    /// <summary>One that was merged or closed meanwhile gets the text back by which people decided (G3), unless what it says now is what was merged.</summary>
    private static async Task<PullRequest> RewriteAsync(ProposedChange change, PullRequest open, string title, string body, CancellationToken cancellationToken)
    {
        var now = await change.Forge.UpdateAsync(open, title, body, cancellationToken);
        return now.State == PullRequestState.Open || (now.State == PullRequestState.Merged && now.HeadCommit == change.Pushed)
            ? now
            : await GiveBackAsync(change, now, open, cancellationToken);
    }

    /// <summary>Some forges keep what is over as it is.</summary>
    private static async Task<PullRequest> GiveBackAsync(ProposedChange change, PullRequest ended, PullRequest before, CancellationToken cancellationToken)
    {
        try
        {
            return await change.Forge.UpdateAsync(ended, before.Title, before.Body, cancellationToken);
        }
        catch (GitException refused) when (!refused.IsTransient)
        {
            return ended;
        }
    }

    private static async Task<(PullRequest Open, PullRequestFate Fate)> OpenAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        var dialect = change.Forge.Dialect;
        var body = PullRequestBody.Write(change.Plan, change.Context(isDecorated: !NeedsDecoration(change)), dialect);
        try
        {
            var draft = new PullRequestDraft(change.HeadName, change.Base, PullRequestBody.Title(change.Plan, dialect), body, change.Requested.IsDraft);
            change.Opened = await change.Forge.OpenAsync(draft, cancellationToken);
            return (change.Opened, PullRequestFate.Opened);
        }
        catch (GitException exists) when (exists.Reason == GitFailure.PullRequestExists)
        {
            change.Found = new FoundPullRequests(await change.Forge.FindAsync(change.HeadName, cancellationToken), change.Plan.Request.Name);
            if (change.Found.Open(change.Base) is { } open)
            {
                return (open, PullRequestFate.Current);
            }

            throw;
        }
    }

    private static bool NeedsDecoration(ProposedChange change) => change.Requested is { Labels.Count: > 0 } or { Reviewers.Count: > 0 };

    /// <summary>Whether the text must be just what is planned now. Where the source moved on without any change to what was imported, the commit stays, and
    /// the text that goes with it stays too.</summary>
    private static bool MustSay(ProposedChange change, string body, PullRequestMarker? marker) =>
        change.Pushed is not null || change.Head!.IsFrom(change.Plan.Origin?.Commit) || !PullRequestMarker.TryFind(body, out var wanted) || marker != wanted;
}
