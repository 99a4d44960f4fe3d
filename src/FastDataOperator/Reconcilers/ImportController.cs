using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Leadership;
using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using FastDataOperator.Status;
using FastDataOperator.WorkQueues;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Reconcilers;

/// <summary>Keys in, passes out: what changes or is due is queued, and a bounded number of workers runs passes over it.</summary>
internal sealed class ImportController
{
    /// <summary>Of an interval, at random, so that imports made together do not stay together. Never less than the interval: then one look per
    /// interval serves all imports of a repository.</summary>
    private const double IntervalJitter = 0.05;

    /// <summary>What a pass may take beyond its import's timeout before its worker counts as stuck: planning has no deadline, nor has a status
    /// write while the API server is slow.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMinutes(10);

    private readonly ControllerState _state;
    private readonly ImportReconciler _reconciler;
    private readonly ImportReport _report;
    private readonly ControllerSignals _signals;
    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _chance;
    private readonly DependentIndex _dependents = new();

    public ImportController(
        ControllerState state, ImportReconciler reconciler, ImportReport report, ControllerSignals signals, TimeProvider timeProvider, Func<double> chance)
    {
        _state = state;
        _reconciler = reconciler;
        _report = report;
        _signals = signals;
        _timeProvider = timeProvider;
        _chance = chance;
        state.Store.Subscribe(Changed);
    }

    /// <summary>Takes keys until <paramref name="stop"/>, and lets passes under way come to their end or to <paramref name="abandon"/>.</summary>
    public async Task RunAsync(int workers, CancellationToken stop, CancellationToken abandon) =>
        await Task.WhenAll(Enumerable.Range(1, workers).Select(number => WorkAsync(number, stop, abandon)));

    /// <summary>What of a change asks for a pass; our own status writes do not.</summary>
    private void Changed(ObjectChange<ImportObject> change)
    {
        var (key, before, after) = change;
        _dependents.Take(change);
        if (after is null)
        {
            _state.Memory.Forget(key);
            _state.Queue.Add(key);
            return;
        }

        if (before is null || before.Generation != after.Generation || before.RequestedAt != after.RequestedAt || before.IsDeleting != after.IsDeleting)
        {
            _state.Memory.RequireFresh(key);
            _state.Queue.Add(key);
        }

        if (DependencyRules.IsReady(after) && (before is null || !DependencyRules.IsReady(before)))
        {
            foreach (var dependent in _dependents.Of(key))
            {
                _state.Queue.Add(dependent);
            }
        }
    }

    private async Task WorkAsync(int number, CancellationToken stop, CancellationToken abandon)
    {
        var heartbeat = _signals.Liveness.Register($"worker {number}", s_slack);
        try
        {
            while (true)
            {
                heartbeat.Rest();
                var key = await _state.Queue.TakeAsync(stop);
                try
                {
                    heartbeat.Start(ImportReconciler.TimeoutOf(_state.Store.Find(key)) + s_slack);
                    await PassAsync(key, abandon);
                }
                finally
                {
                    _state.Queue.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || abandon.IsCancellationRequested)
        {
        }
        finally
        {
            _signals.Liveness.Remove(heartbeat);
        }
    }

    private async Task PassAsync(ObjectKey key, CancellationToken abandon)
    {
        if (_state.Store.Find(key) is not { } import)
        {
            Forget(key);
            return;
        }

        using var scope = _signals.Logger.Import(key);
        var start = _timeProvider.GetTimestamp();
        _signals.Passes.Started();
        NextStep next = new NextStep.Retry(null);
        var result = ReconcileResult.Error;
        PassOutcome? outcome = null;
        try
        {
            outcome = await RunAsync(import, abandon);
            next = NextStep.Of(outcome);
            result = Measure(outcome, next);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            throw;
        }
        catch (LeadershipLostException)
        {
            // The term's end is on its way here.
        }
        catch (Exception failure) when (ApiFailure.Is(failure, abandon))
        {
            next = new NextStep.Retry(ApiFailure.RetryAfter(failure, _timeProvider.GetUtcNow()));
            _signals.Logger.StatusNotWritten(key, ApiFailure.Describe(failure));
        }
#pragma warning disable CA1031 // a bug met by one import must not take the others down
        catch (Exception bug)
#pragma warning restore CA1031
        {
            _signals.Logger.PassFailed(key, bug);
        }
        finally
        {
            if (outcome is not PassOutcome.Parked)
            {
                _state.Lanes.Leave(key);
            }

            var took = _timeProvider.GetElapsedTime(start);
            _signals.Passes.Finished(result, took);
            if (outcome is not (null or PassOutcome.Parked or PassOutcome.Outdated))
            {
                _signals.Imports.Reconciled(key, took, IsAsItShouldBe(key, outcome) ? _timeProvider.GetUtcNow() : null);
            }
        }

        Act(import, next);
    }

    /// <summary>Runs a pass and tells what it came to; before it, what an earlier pass could not tell.</summary>
    private async Task<PassOutcome> RunAsync(ImportObject import, CancellationToken abandon)
    {
        if (_state.Memory.Untold(import.Key) is { } untold && untold.Import.Uid == import.Uid)
        {
            await _report.TellAsync(Newest(untold.Import), untold.Outcome, abandon);
            _state.Memory.KeepUntold(import.Key, null);
            import = _state.Store.Find(import.Key) ?? import;
        }

        var outcome = await OutcomeAsync(import, abandon);
        _state.Memory.KeepUntold(import.Key, (import, outcome));
        await _report.TellAsync(Newest(import), outcome, abandon);
        _state.Memory.KeepUntold(import.Key, null);
        return outcome;
    }

    /// <summary>The object as it is now, with the spec and the request that the pass worked on: so its status can be written at the first try.</summary>
    private ImportObject Newest(ImportObject import) =>
        _state.Store.Find(import.Key) is { } found && found.Uid == import.Uid ? found with { Generation = import.Generation, RequestedAt = import.RequestedAt } : import;

    private async Task<PassOutcome> OutcomeAsync(ImportObject import, CancellationToken abandon)
    {
        try
        {
            return await _reconciler.RunAsync(import, abandon);
        }
        catch (OperationCanceledException stopped) when (abandon.IsCancellationRequested || stopped is LeadershipLostException)
        {
            throw;
        }
#pragma warning disable CA1031 // a bug met by one import must not take the others down
        catch (Exception bug)
#pragma warning restore CA1031
        {
            _signals.Passes.Panicked();
            _signals.Logger.PassFailed(import.Key, bug);
            return new PassOutcome.Failed(nameof(OperatorReason.InternalError), true, $"this is a bug in the operator ({bug.GetType().Name}); its log says more", null, ConditionType.Published);
        }
    }

    private bool IsAsItShouldBe(ObjectKey key, PassOutcome outcome) =>
        outcome is PassOutcome.Unmoved or PassOutcome.Planned or PassOutcome.Pushed or PassOutcome.Proposed && _state.Store.Find(key) is { } import && DependencyRules.IsReady(import);

    private ReconcileResult Measure(PassOutcome outcome, NextStep next)
    {
        if (outcome is PassOutcome.Refused or PassOutcome.Rejected or PassOutcome.Failed { IsTransient: false })
        {
            _signals.Passes.TerminalError();
        }

        if (outcome is PassOutcome.Failed { Reason: nameof(Git.GitFailure.TimedOut) })
        {
            _signals.Passes.TimedOut();
        }

        return outcome is PassOutcome.Failed ? ReconcileResult.Error : next is NextStep.Look ? ReconcileResult.RequeueAfter : next is NextStep.Retry ? ReconcileResult.Requeue : ReconcileResult.Success;
    }

    private void Act(ImportObject import, NextStep next)
    {
        var key = import.Key;
        switch (next)
        {
            case NextStep.Look:
                _state.Backoff.Forget(key);
                _state.Queue.Schedule(key, ImportReconciler.IntervalOf(import) * (1 + (IntervalJitter * _chance())));
                break;
            case NextStep.Retry retry:
                var backoff = _state.Backoff.Next(key);
                _state.Queue.Schedule(key, retry.AtLeast > backoff ? retry.AtLeast.Value : backoff);
                break;
            case NextStep.Await:
                _state.Backoff.Forget(key);
                break;
            case NextStep.Forget:
                _state.Backoff.Forget(key);
                _state.Queue.Forget(key);
                break;
        }
    }

    /// <summary>The object is gone.</summary>
    private void Forget(ObjectKey key)
    {
        _state.Lanes.Leave(key);
        _state.Backoff.Forget(key);
        _state.Queue.Forget(key);
        _state.Memory.Forget(key);
        _state.Reads.Forget(key);
        _signals.Imports.Forget(key);
    }
}
