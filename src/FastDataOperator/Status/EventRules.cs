using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Reconcilers;

namespace FastDataOperator.Status;

/// <summary>What is worth an Event: a change in Git, a failure that is new, a recovery. A pass that finds all as it was is worth none.</summary>
internal static class EventRules
{
    public static IReadOnlyList<ImportEvent> Of(ImportStatus before, ImportStatus after, PassOutcome outcome)
    {
        if (outcome is PassOutcome.Released released)
        {
            return released.Message is { } message ? [new ImportEvent(false, nameof(OperatorReason.ReferencesRemoved), message)] : [];
        }

        var was = before.Find(ConditionType.Ready);
        var ready = after.Find(ConditionType.Ready);
        var events = new List<ImportEvent>();
        if (outcome is PassOutcome.Pushed or PassOutcome.Planned && ready is { Status: ConditionSet.True })
        {
            // UpdateAvailable and Drifted are reasons of an import that is ready: news when they come, and when they go.
            if (outcome is PassOutcome.Pushed || was?.Status != ConditionSet.True || was.Reason != ready.Reason && IsNotice(was.Reason) | IsNotice(ready.Reason))
            {
                events.Add(new ImportEvent(ready.Reason == nameof(Reason.Drifted), ready.Reason!, ready.Message ?? ""));
            }
        }
        else if (outcome is PassOutcome.Failed or PassOutcome.Refused or PassOutcome.Rejected or PassOutcome.Waiting
            && ready is not null && (was?.Status != ready.Status || was.Reason != ready.Reason || was.Message != ready.Message))
        {
            events.Add(new ImportEvent(outcome is not PassOutcome.Waiting, ready.Reason!, ready.Message ?? ""));
        }

        return events;
    }

    private static bool IsNotice(string? reason) => reason is nameof(Reason.UpdateAvailable) or nameof(Reason.Drifted);
}
