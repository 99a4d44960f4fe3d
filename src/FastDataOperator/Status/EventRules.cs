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
            return released.Said is { } said ? [said] : [];
        }

        var was = before.Find(ConditionType.Ready);
        var ready = after.Find(ConditionType.Ready);
        var events = new List<ImportEvent>();
        if (PullRequestEvents.Of(before, after, outcome) is { } news)
        {
            events.Add(news);
        }

        if (outcome is PassOutcome.Pushed or PassOutcome.Planned && ready is { Status: ConditionSet.True })
        {
            if (outcome is PassOutcome.Pushed || IsNews(was, ready))
            {
                events.Add(new ImportEvent(ready.Reason == nameof(Reason.Drifted), ready.Reason!, ready.Message ?? ""));
            }
        }
        else if (outcome is PassOutcome.Proposed && ready is { Status: ConditionSet.True })
        {
            if (events.Count == 0 && IsNews(was, ready))
            {
                events.Add(new ImportEvent(false, ready.Reason!, ready.Message ?? ""));
            }
        }
        else if (outcome is PassOutcome.Failed or PassOutcome.Proposed or PassOutcome.Refused or PassOutcome.Rejected or PassOutcome.Waiting
            && ready is not null && (was?.Status != ready.Status || was.Reason != ready.Reason || was.Message != ready.Message))
        {
            events.Add(new ImportEvent(outcome is not PassOutcome.Waiting, ready.Reason!, ready.Message ?? ""));
        }

        return events;
    }

    /// <summary>Whether an import that is ready with nothing to write tells anything by it: that it was not, or that something waits or waits no longer.</summary>
    public static bool IsNews(ConditionStatus? was, ConditionStatus ready) =>
        was?.Status != ConditionSet.True || (was.Reason != ready.Reason && (IsNotice(was.Reason) || IsNotice(ready.Reason)));

    private static bool IsNotice(string? reason) => reason is nameof(Reason.UpdateAvailable) or nameof(Reason.Drifted);
}
