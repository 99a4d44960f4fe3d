using System.Diagnostics;
using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Status;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Reconcilers;

/// <summary>The part of a pass that fetches, plans and pushes. One import at a time writes to a branch, so that imports of one operator never race each other.</summary>
/// <param name="git">Shared by all passes.</param>
/// <param name="lanes">Who writes where.</param>
/// <param name="timeProvider">Dates the commits.</param>
/// <param name="requireLeadership">Called right before each push; throws an <see cref="OperationCanceledException"/> where another replica may lead.</param>
/// <param name="openForge">For imports that publish as a pull request.</param>
internal sealed class PassAttempt(
    GitClient git, WriterLanes<DestinationLane, ObjectKey> lanes, TimeProvider timeProvider, Action requireLeadership, OpenForge openForge)
{
    /// <summary>A source that moved is fetched once for all the imports of it that run at the time.</summary>
    private readonly SnapshotShare _share = new();

    private readonly PullRequestWatch _watch = new(openForge);

    public Task<PassOutcome> ImportAsync(ImportPass pass, CancellationToken cancellationToken) => InLaneAsync(pass, async attempt =>
    {
        var requested = pass.Requested!;
        return await attempt.ImportAsync(requested with
        {
            Timeout = pass.Deadline.Left,
            SourceTip = pass.SeenSource is { Tip: not null } seen ? seen.Mark : null,
            Request = requested.Request with { Asked = pass.Object.IsAsked, MostCopies = StatusRules.MostResources },
        }, cancellationToken);
    });

    public Task<PassOutcome> RemoveAsync(ImportPass pass, CancellationToken cancellationToken) =>
        InLaneAsync(pass, attempt => attempt.RemoveAsync(pass.Removal! with { Timeout = pass.Deadline.Left }, cancellationToken));

    /// <summary>Whether the forge still says of the import's pull request what the status says.</summary>
    /// <exception cref="GitException">It could not be asked.</exception>
    public Task<bool> IsAsReportedAsync(ImportPass pass, CancellationToken cancellationToken) => _watch.IsAsReportedAsync(pass, cancellationToken);

    private async Task<PassOutcome> InLaneAsync(ImportPass pass, Func<ImportAttempt, Task<AttemptResult>> run)
    {
        var written = pass.PullRequest?.Head.Value ?? pass.SeenDestination!.Branch ?? pass.Destination.Branch?.Value ?? "";
        var lane = new DestinationLane(pass.Destination.Address.Display, written, pass.Access[pass.Destination]);
        if (!lanes.TryEnter(lane, pass.Key))
        {
            return new PassOutcome.Parked();
        }

        return Outcome(await run(new ImportAttempt(new ProjectFetcher(git, new PassCredentials(pass), timeProvider) { Share = _share }, timeProvider, requireLeadership, openForge)), pass);
    }

    private static PassOutcome Outcome(AttemptResult result, ImportPass pass) => result switch
    {
        AttemptResult.Planned planned => new PassOutcome.Planned(planned.Plan, planned.Read!) { PullRequest = planned.PullRequest },
        AttemptResult.Proposed proposed => new PassOutcome.Proposed(proposed.Plan, proposed.Read!, proposed.PullRequest!),
        AttemptResult.Pushed pushed => new PassOutcome.Pushed(pushed.Plan, pushed.Read!, pushed.Commit.Value),
        AttemptResult.Refused refused => new PassOutcome.Refused(refused.Problems, refused.Read),
        AttemptResult.Rejected rejected => new PassOutcome.Rejected(
            rejected.Plan, rejected.Read!,
            $"{pass.Destination.Repository} refused the push to {rejected.Branch}: {rejected.ServerWords.Trim().ReplaceLineEndings("; ")}; {(rejected.Head is null ? "a protected branch needs another destination.branch, or publish.strategy: PullRequest, or a rule that lets this account push" : "the import's own branch needs a rule that lets this account create, force-push and delete it")}"),
        AttemptResult.Failed failed => new PassOutcome.Failed(failed.Reason.ToString(), failed.IsTransient, failed.Message, failed.RetryAfter, ConditionType.Published),
        AttemptResult.LostEveryRace lost => new PassOutcome.Failed(
            nameof(OperatorReason.Raced), true, $"others pushed to the destination each of {lost.Attempts} times between reading and pushing: {lost.What}", null, ConditionType.Published),
        _ => throw new UnreachableException(),
    };
}
