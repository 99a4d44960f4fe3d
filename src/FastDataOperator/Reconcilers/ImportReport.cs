using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Imports;
using FastDataOperator.Metrics;
using FastDataOperator.Status;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Reconcilers;

/// <summary>Tells what a pass came to: in the object's status, in Events, in metrics and in the log.</summary>
internal sealed class ImportReport(StatusWriter status, EventRecorder events, ImportMetrics metrics, ILogger logger)
{
    /// <summary>Tells an outcome of the object as it was when the pass began.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The status could not be written.</exception>
    public async Task TellAsync(ImportObject import, PassOutcome outcome, CancellationToken cancellationToken)
    {
        if (await status.WriteAsync(import, outcome, cancellationToken) is not { } told)
        {
            return;
        }

        // Only now: what could not be told is told again, and counts once.
        Measure(import, outcome);
        var said = EventRules.Of(import.Status, told, outcome);
        events.Record(import, said);
        foreach (var line in said)
        {
            logger.ImportChanged(line.IsWarning ? LogLevel.Warning : LogLevel.Information, import.Key, line.Reason, line.Message);
        }

        MeasureState(import, told);
    }

    private void Measure(ImportObject import, PassOutcome outcome)
    {
        switch (outcome)
        {
            case PassOutcome.Planned planned:
                metrics.Planned(import.Key, PlanCounts.Of(planned.Plan));
                metrics.Pushed(import.Key, PushOutcome.Noop);
                break;
            case PassOutcome.Pushed pushed:
                metrics.Planned(import.Key, PlanCounts.Of(pushed.Plan) with { Drifted = pushed.Plan.Count(ChangeAction.Drifted) });
                metrics.Pushed(import.Key, PushOutcome.Pushed);
                break;
            case PassOutcome.Proposed proposed:
                metrics.Planned(import.Key, PlanCounts.Of(proposed.Plan, isProposed: true));
                metrics.Pushed(import.Key, proposed.PullRequest.Fate is PullRequestFate.Opened or PullRequestFate.Updated ? PushOutcome.Pushed : PushOutcome.Noop);
                break;
            case PassOutcome.Rejected rejected:
                metrics.Planned(import.Key, PlanCounts.Of(rejected.Plan, isProposed: true));
                metrics.Pushed(import.Key, PushOutcome.Rejected);
                break;
            case PassOutcome.Failed { Reason: nameof(OperatorReason.Raced) }:
                metrics.Pushed(import.Key, PushOutcome.Raced);
                break;
            case PassOutcome.Refused refused:
                metrics.Planned(import.Key, PlanCounts.OfRefusal(refused.Problems));
                break;
        }
    }

    private void MeasureState(ImportObject import, ImportStatus told)
    {
        var ready = told.Find(ConditionType.Ready);
        metrics.Observed(import.Key, new ImportState(ready?.Status ?? ConditionSet.Unknown, ready?.Reason ?? "", import.Import?.Spec.Suspend is true));
        metrics.Observed(import.Key, told.PullRequest?.State);
    }
}
