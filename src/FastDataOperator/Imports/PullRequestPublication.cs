using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>Publishes a plan as the import's one pull request (G1 to G4). Nothing is remembered between attempts: what is there is found again by the head
/// branch and by the marker in the text, so that an attempt that was cut off anywhere is made again and ends the same.</summary>
internal sealed class PullRequestPublication
{
    private readonly ProjectFetcher _fetcher;
    private readonly TimeProvider _timeProvider;
    private readonly Action _beforePush;
    private readonly IReadOnlyList<Func<ProposedChange, CancellationToken, Task<AttemptResult?>>> _steps;

    /// <param name="beforePush">As for <see cref="ImportAttempt"/>.</param>
    public PullRequestPublication(ProjectFetcher fetcher, TimeProvider timeProvider, Action beforePush)
    {
        _fetcher = fetcher;
        _timeProvider = timeProvider;
        _beforePush = beforePush;
        _steps =
        [
            RequireOwnBranch,
            PullRequestSteps.WithdrawElsewhereAsync, // G1
            LookAtHeadAsync,
            WithdrawWhatIsNotNeededAsync,
            RespectRefusal, // G3
            PullRequestSteps.LeaveOtherCommitsAsync, // G2
            PushAsync, // G2
            OpenOrUpdateAsync, // G4
        ];
    }

    /// <summary>Runs the steps until one comes to an end.</summary>
    /// <exception cref="ImportRefusedException">The branch cannot be the import's own.</exception>
    /// <exception cref="GitException">What the outside did.</exception>
    public async Task<AttemptResult> RunAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var step in _steps)
            {
                if (await step(change, cancellationToken) is { } end)
                {
                    return end;
                }
            }
        }
        catch (GitException failure) when (change.Done() is { Length: > 0 } done)
        {
            throw new GitException(failure.Reason, failure.IsTransient, $"{failure.Message} Before that, {PlainText.Line(done, 500)}") { RetryAfter = failure.RetryAfter };
        }

        throw new UnreachableException("the last step always has an end");
    }

    /// <summary>What <see cref="RunAsync"/> would do, with nothing written.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<PullRequestReport?> ForeseeAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        await RequireOwnBranch(change, cancellationToken);
        await LookAtHeadAsync(change, cancellationToken);
        return PullRequestForecast.Of(change);
    }

    private static Task<AttemptResult?> RequireOwnBranch(ProposedChange change, CancellationToken cancellationToken)
    {
        var where = PlainText.Line(change.Publication.Location.Repository, 300);
        var head = PlainText.Line(change.HeadName.Value, 200);
        return change.HeadName == change.Base
            ? throw Refusal(Reason.InvalidValue, $"the pull request's branch {head} is the branch of {where} that it is to be merged into", "name another one in publish.branch, or leave it out")
            : change.Publication.Snapshot.CommitId is null && change.Plan.HasChanges
            ? throw Refusal(Reason.BranchMissing, $"{where} is empty, and a pull request needs a branch to be merged into", $"push a first commit to {change.Base}")
            : change.Found.OtherImport(change.Base) is { } other
            ? throw Refusal(Reason.InvalidValue, $"the branch {head} of {where} has an open pull request of the import {PlainText.Line(other, 300)}", "give each import a publish.branch of its own")
            : Task.FromResult<AttemptResult?>(null);
    }

    private async Task<AttemptResult?> LookAtHeadAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        var tip = await _fetcher.FetchTipAsync(change.Publication.Location, change.HeadName, change.Deadline, cancellationToken);
        change.Head = HeadBranch.Judge(change.HeadName, tip, change.Publication, change.Found.Newest(change.Base));
        return null;
    }

    /// <summary>Without anything to propose, an open pull request is closed with a word; a branch of our own that is left, of a merged one too, goes.</summary>
    private async Task<AttemptResult?> WithdrawWhatIsNotNeededAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        if (change.Plan.HasChanges)
        {
            return null;
        }

        var newest = change.Found.Newest(change.Base);
        var fate = PullRequestForecast.Past(newest);
        if (change.Found.Open(change.Base) is { } open)
        {
            var closed = await PullRequestSteps.CloseAsync(change, open, new PullRequestNotice.NoLongerNeeded(), cancellationToken);
            if (closed.State != PullRequestState.Closed)
            {
                return Raced($"the pull request {closed.Number} was merged meanwhile, or is being merged");
            }

            (fate, newest) = (PullRequestFate.Withdrawn, closed);
        }

        if (change.Head is { IsMade: true } head)
        {
            await DeleteAsync(change, head, cancellationToken);
        }

        return change.Settled(fate, newest);
    }

    /// <summary>A branch that cannot be deleted stays: nothing depends on it. So does one from which somebody proposes it elsewhere: forges close what has no branch any more.</summary>
    private async Task DeleteAsync(ProposedChange change, HeadBranch head, CancellationToken cancellationToken)
    {
        if (change.Found.OpenOfOthers(change.Base) is { } other)
        {
            change.Notes.Add($"the branch {head.Name} stays for the pull request {other.Number} onto {other.Base}");
            return;
        }

        if (await _fetcher.DeleteBranchAsync(change.Publication.Location, head.Lease, change.Deadline, _beforePush, cancellationToken) is DeleteResult.Rejected rejected)
        {
            change.Notes.Add($"the branch {head.Name} is not needed any more and could not be deleted: {rejected.ServerWords}");
        }

        change.Head = null;
    }

    private static Task<AttemptResult?> RespectRefusal(ProposedChange change, CancellationToken cancellationToken) => Task.FromResult(
        !change.Plan.Request.Asked && change.Found.Open(change.Base) is null && change.Found.IsDeclined(change.Base, change.Plan.Digest)
            ? change.Proposed(PullRequestFate.Declined, change.Found.Newest(change.Base))
            : null);

    /// <summary>Plan and base make one commit; the branch is put there under a lease on the tip that was judged.</summary>
    private async Task<AttemptResult?> PushAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        var (publication, head) = (change.Publication, change.Head!);
        if (head.Holds(change.Plan.Digest, publication))
        {
            return null;
        }

        var content = publication.Commit(change.Plan, _timeProvider.GetUtcNow());
        switch (await publication.Snapshot.PublishAsync(content, head.Lease, change.Deadline.Left, _beforePush, cancellationToken))
        {
            case PublishResult.Pushed pushed:
                change.Pushed = pushed.Id;
                return null;
            case PublishResult.Unchanged:
                return change.Settled(null, null);
            case PublishResult.Rejected rejected:
                return new AttemptResult.Rejected(change.Plan, publication.Revision, rejected.ServerWords) { Head = head.Name };
            case PublishResult.Raced raced:
                return Raced(raced.What);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A text that was written while another run put its own commit there would stay on a commit that it does not describe.</summary>
    private async Task<AttemptResult?> OpenOrUpdateAsync(ProposedChange change, CancellationToken cancellationToken)
    {
        var end = await PullRequestSteps.OpenOrUpdateAsync(change, cancellationToken);
        var ours = change.Pushed ?? change.Head!.Tip!.Id;
        return end is not AttemptResult.Proposed { PullRequest.Fate: PullRequestFate.Current }
            && await _fetcher.LookAsync(change.Publication.Location, change.HeadName, change.Deadline, cancellationToken) is var tip && tip != ours
            ? Raced($"{change.HeadName} is not at {ours.Value[..7]} any more")
            : end;
    }

    /// <summary>Everything is to be looked at again.</summary>
    private static AttemptResult.LostEveryRace Raced(string what) => new(what, 1);

    private static ImportRefusedException Refusal(Reason reason, string message, string remedy) =>
        new(new Finding { Reason = reason, Rule = "G1", Message = message, Remedy = remedy });
}
