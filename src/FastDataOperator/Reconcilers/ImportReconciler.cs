using System.Net;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Informers;
using FastDataOperator.SharedReads;
using FastDataOperator.Status;
using k8s.Autorest;

namespace FastDataOperator.Reconcilers;

/// <summary>One pass over one import, step by step. The first step that comes to an outcome ends it.</summary>
internal sealed class ImportReconciler
{
    /// <summary>However long an import allows itself: a worker that waits for a server works for nobody else.</summary>
    public static readonly TimeSpan LongestPass = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromMinutes(10);

    /// <summary>How long ago credentials that a push is made with were read at most. For looks, an interval ago will do.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromSeconds(10);

    private readonly ObjectStore<ImportObject> _store;
    private readonly PassMemory _memory;
    private readonly PassReads _reads;
    private readonly PassAttempt _attempt;
    private readonly Finalizers _finalizers;
    private readonly TimeProvider _timeProvider;
    private readonly IReadOnlyList<Func<ImportPass, CancellationToken, Task<PassOutcome?>>> _importSteps;
    private readonly IReadOnlyList<Func<ImportPass, CancellationToken, Task<PassOutcome?>>> _removalSteps;

    public ImportReconciler(
        ObjectStore<ImportObject> store, PassMemory memory, PassReads reads, PassAttempt attempt, Finalizers finalizers, TimeProvider timeProvider)
    {
        _store = store;
        _memory = memory;
        _reads = reads;
        _attempt = attempt;
        _finalizers = finalizers;
        _timeProvider = timeProvider;
        _importSteps =
        [
            RequireReadable,
            StopWhenSuspended,
            MapRequest,
            KeepFinalizerAsync, // P2
            AwaitDependencies,
            ReadCredentialsAsync,
            reads.LookAsync,
            SkipWhatDidNotMoveAsync,
            RequireRecentCredentialsAsync,
            ImportAsync,
        ];
        _removalSteps =
        [
            LeaveToOthers,
            ReleaseWhatIsRetainedAsync, // P2
            RequireReadable,
            MapRemoval,
            ReadCredentialsAsync,
            reads.LookAsync,
            RequireRecentCredentialsAsync,
            RemoveAsync, // P2
        ];
    }

    /// <summary>How often an import is looked at.</summary>
    public static TimeSpan IntervalOf(ImportObject? import) => import?.Import?.Spec.Interval ?? s_defaultInterval;

    /// <summary>How long a pass over it may take, network included: <c>spec.timeout</c>, and no longer than <see cref="LongestPass"/>.</summary>
    public static TimeSpan TimeoutOf(ImportObject? import) =>
        (import?.Import?.Spec.Timeout ?? ImportSpec.DefaultTimeout) is var asked && asked < LongestPass ? asked : LongestPass;

    /// <summary>Runs one pass.</summary>
    /// <exception cref="OperationCanceledException">The operator stops, or another replica leads.</exception>
    public async Task<PassOutcome> RunAsync(ImportObject import, CancellationToken cancellationToken)
    {
        var pass = new ImportPass(import, _memory.NotBefore(import.Key, IntervalOf(import)), new Deadline(_timeProvider, TimeoutOf(import)));
        try
        {
            foreach (var step in import.IsDeleting ? _removalSteps : _importSteps)
            {
                if (await step(pass, cancellationToken) is { } outcome)
                {
                    Remember(pass, outcome);
                    return outcome;
                }
            }
        }
        catch (HttpOperationException changed) when (changed.Response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound)
        {
            return new PassOutcome.Outdated();
        }
        catch (Exception failure) when (ApiFailure.Is(failure, cancellationToken))
        {
            return new PassOutcome.Failed(nameof(OperatorReason.ApiUnavailable), true, ApiFailure.Describe(failure), null, ConditionType.Published);
        }

        throw new InvalidOperationException("the last step always has an outcome");
    }

    /// <summary>Keeps what tells the next pass whether there is anything to do.</summary>
    private void Remember(ImportPass pass, PassOutcome outcome)
    {
        switch (outcome)
        {
            case PassOutcome.Pushed pushed:
                var pushedTo = pushed.Read.Destination with { Commit = pushed.Commit };
                _reads.Learn(pass, Look.Seen.Of(pushedTo));
                _memory.Settle(pass.Key, pass.Inputs! with { Source = Mark(pushed.Read.Source, pass.Inputs.Source), Destination = Mark(pushedTo, "") });
                break;
            case PassOutcome.Planned planned:
                _memory.Settle(pass.Key, pass.Inputs! with { Source = Mark(planned.Read.Source, pass.Inputs.Source), Destination = Mark(planned.Read.Destination, ""), Head = "" });
                break;
            case PassOutcome.Proposed proposed:
                var head = proposed.PullRequest.Commit is { } commit ? new Look.Seen(proposed.PullRequest.Head.Value, commit.Value) : new Look.Seen(null, null);
                _reads.LearnHead(pass, head);
                _memory.Settle(pass.Key, pass.Inputs! with { Source = Mark(proposed.Read.Source, pass.Inputs.Source), Destination = Mark(proposed.Read.Destination, ""), Head = head.Mark! });
                break;
            case PassOutcome.Refused refused:
                _memory.Settle(pass.Key, pass.Inputs);
                if (NextStep.Of(refused) is NextStep.Retry)
                {
                    _memory.RequireFresh(pass.Key);
                }

                break;
            case PassOutcome.Rejected or PassOutcome.Failed:
                // A right, a branch's protection, a certificate, or a proxy that answered in the server's place: what was in the way can go without any
                // input moving, so that it is tried again, at each interval where a person must act.
                _memory.Settle(pass.Key, null);
                _memory.RequireFresh(pass.Key);
                break;
            case PassOutcome.Gone or PassOutcome.Released or PassOutcome.Suspended:
                _reads.Forget(pass.Key);
                break;
        }
    }

    private static string Mark(BranchRevision? read, string otherwise) => read is null ? otherwise : Look.Seen.Of(read).Mark!;

    private Task<PassOutcome?> LeaveToOthers(ImportPass pass, CancellationToken cancellationToken) =>
        Task.FromResult<PassOutcome?>(pass.Object.HasFinalizer ? null : new PassOutcome.Gone());

    private Task<PassOutcome?> RequireReadable(ImportPass pass, CancellationToken cancellationToken) =>
        Task.FromResult<PassOutcome?>(pass.Object.Problems.Count == 0 ? null : new PassOutcome.Refused(pass.Object.Problems, null));

    private Task<PassOutcome?> StopWhenSuspended(ImportPass pass, CancellationToken cancellationToken) =>
        Task.FromResult<PassOutcome?>(pass.Object.Import!.Spec.Suspend is true ? new PassOutcome.Suspended() : null);

    private Task<PassOutcome?> MapRequest(ImportPass pass, CancellationToken cancellationToken)
    {
        switch (RequestMapper.Map(pass.Object.Import!, static _ => null, folder: ""))
        {
            case RequestMapping.Mapped mapped:
                pass.Requested = mapped.Import with { PullRequest = InCluster(mapped.Import.PullRequest) };
                return Task.FromResult<PassOutcome?>(null);
            case RequestMapping.Refused refused:
                return Task.FromResult<PassOutcome?>(new PassOutcome.Refused(refused.Problems, null));
            default:
                throw new InvalidOperationException();
        }
    }

    private Task<PassOutcome?> MapRemoval(ImportPass pass, CancellationToken cancellationToken)
    {
        var (removal, problems) = RequestMapper.MapRemoval(pass.Object.Import!);
        pass.Removal = removal is null ? null : removal with { PullRequest = InCluster(removal.PullRequest) };
        return Task.FromResult<PassOutcome?>(removal is null ? new PassOutcome.Refused(problems, null) : null);
    }

    private static RequestedPullRequest? InCluster(RequestedPullRequest? pullRequest) => pullRequest is null ? null : pullRequest with { IsInCluster = true };

    /// <summary>The finalizer is there before anything is pushed that it is to take back, and only while the policy asks for it.</summary>
    private async Task<PassOutcome?> KeepFinalizerAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var wanted = pass.Object.Import!.Spec.DeletionPolicy is DeletionPolicy.Remove;
        if (wanted == pass.Object.HasFinalizer)
        {
            return null;
        }

        pass.Object = await (wanted ? _finalizers.AddAsync(pass.Object, cancellationToken) : _finalizers.RemoveAsync(pass.Object, cancellationToken));
        return null;
    }

    private Task<PassOutcome?> AwaitDependencies(ImportPass pass, CancellationToken cancellationToken) => Task.FromResult(DependencyRules.Check(pass.Object, _store));

    private Task<PassOutcome?> ReadCredentialsAsync(ImportPass pass, CancellationToken cancellationToken) => _reads.ReadCredentialsAsync(pass, pass.NotBefore, cancellationToken);

    /// <summary>A Secret that was deleted or replaced counts at the next attempt, however long the interval is.</summary>
    private async Task<PassOutcome?> RequireRecentCredentialsAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var before = pass.Secrets;
        return await _reads.ReadCredentialsAsync(pass, _memory.NotBefore(pass.Key, s_recent), cancellationToken) ?? (pass.Secrets == before ? null : new PassOutcome.Outdated());
    }

    private async Task<PassOutcome?> SkipWhatDidNotMoveAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var status = pass.Object.Status;
        var isTold = status.ObservedGeneration == pass.Object.Generation && !pass.Object.IsAsked;
        var isReady = status.Find(ConditionType.Ready)?.Status == ConditionSet.True;
        var isSettled = (isReady || status.Find(ConditionType.Stalled)?.Status == ConditionSet.True)
            && (_memory.Settled(pass.Key) is { } settled ? settled == pass.Inputs : isReady && IsAsReported(pass, status));
        if (!isTold || !isSettled)
        {
            return null;
        }

        try
        {
            if (pass.SeenHead is not null && !await _attempt.IsAsReportedAsync(pass, cancellationToken))
            {
                return null;
            }
        }
        catch (GitException failure)
        {
            return new PassOutcome.Failed(failure.Reason.ToString(), failure.IsTransient, failure.Message, failure.RetryAfter, ConditionType.Published);
        }

        _memory.Settle(pass.Key, pass.Inputs);
        return new PassOutcome.Unmoved();
    }

    /// <summary>What a replica before this one reported is still so.</summary>
    /// <remarks>Whom it trusted when it did, it did not report: where signatures count, they are checked again.</remarks>
    private static bool IsAsReported(ImportPass pass, ImportStatus status) =>
        pass.Requested!.Source!.Verify is null
        && pass.SeenSource!.Revision is { } source && source == status.Source?.Revision
        && pass.SeenDestination!.Revision is { } destination && destination == status.Destination?.Revision
        && (pass.SeenHead is null || pass.SeenHead.Tip == status.Destination.PushedCommit);

    private async Task<PassOutcome?> ImportAsync(ImportPass pass, CancellationToken cancellationToken) => await _attempt.ImportAsync(pass, cancellationToken);

    private async Task<PassOutcome?> ReleaseWhatIsRetainedAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        if (pass.Object.Import is not { } import || import.Spec is { DeletionPolicy: DeletionPolicy.Remove, Suspend: not true })
        {
            return null;
        }

        await _finalizers.RemoveAsync(pass.Object, cancellationToken);
        return new PassOutcome.Released(import.Spec.DeletionPolicy is DeletionPolicy.Remove
            ? new ImportEvent(true, nameof(OperatorReason.ReferencesRetained), "it was suspended when it was deleted: its references stay in the destination")
            : null);
    }

    private async Task<PassOutcome?> RemoveAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var outcome = await _attempt.RemoveAsync(pass, cancellationToken);
        var message = outcome switch
        {
            PassOutcome.Pushed pushed => $"{Core.Reports.PlanSummary.Of(pushed.Plan)}; pushed {pushed.Commit[..7]} to {pushed.Read.Destination.Branch}",
            PassOutcome.Planned => "nothing of this import was left in the destination",
            PassOutcome.Proposed { PullRequest: { Fate: PullRequestFate.Opened or PullRequestFate.Updated or PullRequestFate.Current, Request: { } open } } =>
                $"the pull request {open.Url} removes what this import made in the destination; it is not followed any more",
            PassOutcome.Refused { Problems: [{ Reason: Reason.BranchMissing }] } => "the destination's branch does not exist any more, and what was imported into it went with it",
            _ => null,
        };
        var said = message is not null ? new ImportEvent(false, nameof(OperatorReason.ReferencesRemoved), message)
            : outcome is PassOutcome.Proposed { PullRequest: { Fate: PullRequestFate.Declined, Request: { } declined } }
            ? new ImportEvent(true, nameof(OperatorReason.ReferencesRetained), $"the pull request {declined.Url}, which would have removed what this import made, was closed without merging: it stays")
            : null;
        if (said is null)
        {
            return outcome;
        }

        await _finalizers.RemoveAsync(pass.Object, cancellationToken);
        return new PassOutcome.Released(said);
    }
}
