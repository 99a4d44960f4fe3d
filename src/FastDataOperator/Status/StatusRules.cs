using System.Diagnostics;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;
using FastDataOperator.Reconcilers;

namespace FastDataOperator.Status;

/// <summary>What an object's status says after a pass: a pure function of what it said before and of the pass's outcome.</summary>
internal sealed class StatusRules
{
    /// <summary>References listed at most; copies are listed all, for they are the memory of K5.</summary>
    public const int MostReferences = 200;

    /// <summary>Entries of <c>status.resources</c> at most, by the schema. An import of more copies is refused.</summary>
    public const int MostResources = 2000;

    private const int MostHistory = 5;
    private const int MostServices = 100;
    private const int LongestName = 300;

    private readonly ImportObject _object;
    private readonly DateTimeOffset _now;
    private readonly ConditionSet _conditions;
    private ImportStatus _status;

    private StatusRules(ImportObject import, DateTimeOffset now)
    {
        _object = import;
        _now = now;
        _status = import.Status;
        _conditions = new ConditionSet(import.Status.Conditions, import.Generation, now);
    }

    /// <summary>The next status; the same as before where there is nothing to say.</summary>
    public static ImportStatus Next(ImportObject import, PassOutcome outcome, DateTimeOffset now)
    {
        if (outcome is PassOutcome.Gone or PassOutcome.Unmoved or PassOutcome.Parked or PassOutcome.Outdated or PassOutcome.Released)
        {
            return import.Status;
        }

        var rules = new StatusRules(import, now);
        rules.Apply(outcome);
        rules._status = rules._status with { Conditions = rules._conditions.ToList() };
        rules.Remember(outcome);
        return rules._status;
    }

    private void Apply(PassOutcome outcome)
    {
        switch (outcome)
        {
            case PassOutcome.Suspended:
                _conditions.Set(ConditionType.Ready, ConditionSet.Unknown, nameof(Reason.Suspended), "suspended: nothing is looked at or written until spec.suspend is false");
                _conditions.Remove(ConditionType.Reconciling);
                _conditions.Remove(ConditionType.Stalled);
                _status = _status with { ObservedGeneration = _object.Generation };
                break;
            case PassOutcome.Waiting waiting:
                Progress(nameof(OperatorReason.DependencyNotReady), waiting.Message, nameof(OperatorReason.DependencyNotReady));
                break;
            case PassOutcome.Refused refused:
                Refuse(refused);
                break;
            case PassOutcome.Failed { IsTransient: true } failed:
                Fail(failed);
                Progress(failed.Reason, failed.Message, nameof(OperatorReason.ProgressingWithRetry));
                break;
            case PassOutcome.Failed failed:
                Fail(failed);
                Stall(failed.Reason, failed.Message);
                break;
            case PassOutcome.Planned planned:
                Plan(planned.Plan, planned.Read);
                _status = _status with { PullRequest = PullRequestConditions.Settle(_conditions, planned.PullRequest) };
                Settle(planned.Plan);
                break;
            case PassOutcome.Proposed proposed:
                Plan(proposed.Plan, proposed.Read, isProposed: true);
                Propose(proposed);
                break;
            case PassOutcome.Pushed pushed:
                Plan(pushed.Plan, pushed.Read);
                _status = _status with { PullRequest = PullRequestConditions.Settle(_conditions, null) };
                Publish(pushed);
                break;
            case PassOutcome.Rejected rejected:
                Plan(rejected.Plan, rejected.Read, isProposed: true);
                _conditions.Set(ConditionType.Published, ConditionSet.False, nameof(OperatorReason.PushRejected), rejected.Message);
                Stall(nameof(OperatorReason.PushRejected), rejected.Message);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Refuse(PassOutcome.Refused refused)
    {
        if (refused.Read is { } read)
        {
            Read(read);
        }

        var first = refused.Problems[0];
        var reason = first.Reason.ToString();
        var others = refused.Problems.Count - 1;
        _conditions.Set(ConditionType.Planned, ConditionSet.False, reason, string.Join("; ", refused.Problems.Select(problem => problem.ToString())));
        if (first.Reason is Reason.SourceNotVerified)
        {
            _conditions.Set(ConditionType.SourceFetched, ConditionSet.False, reason, first.ToString());
        }

        Stall(reason, others == 0 ? first.ToString() : $"{first}; and {PlanWording.Count(others, "more problem", "more problems")}, which the condition Planned lists");
    }

    private void Fail(PassOutcome.Failed failed)
    {
        // What refused an earlier plan is not known to be so any more, and would be read beside what happened now.
        if (_status.Find(ConditionType.Planned)?.Status == ConditionSet.False)
        {
            _conditions.Remove(ConditionType.Planned);
        }

        _conditions.Set(failed.Step, ConditionSet.False, failed.Reason, failed.Message);
    }

    private void Progress(string reason, string message, string reconciling)
    {
        message = WithWayOut(message);
        _conditions.Set(ConditionType.Ready, ConditionSet.False, reason, message);
        _conditions.Set(ConditionType.Reconciling, ConditionSet.True, reconciling, message);
        _conditions.Remove(ConditionType.Stalled);
    }

    private void Stall(string reason, string message)
    {
        message = WithWayOut(message);
        _conditions.Set(ConditionType.Ready, ConditionSet.False, reason, message);
        _conditions.Set(ConditionType.Stalled, ConditionSet.True, reason, message);
        _conditions.Remove(ConditionType.Reconciling);
        Answer();
    }

    /// <summary>For an object that is being deleted, of whose namespace perhaps nothing else is left: what would have to be created there cannot be any more.</summary>
    private string WithWayOut(string message) => _object.IsDeleting && !message.Contains("deletionPolicy: Retain", StringComparison.Ordinal) ? $"{message.TrimEnd('.')}; or set deletionPolicy: Retain, which lets the object go and keeps its references" : message;

    /// <summary>The pass came to an end that holds until something changes.</summary>
    private void Answer() => _status = _status with { ObservedGeneration = _object.Generation, LastHandledReconcileAt = _object.RequestedAt ?? _status.LastHandledReconcileAt };

    private void Read(ReadRevisions read)
    {
        _status = _status with
        {
            Source = read.Source is { } source ? new SourceStatus { Revision = source.ToString(), Project = _status.Source?.Project, Branch = source.Branch, ExportedAt = _status.Source?.ExportedAt } : _status.Source,
            Destination = (_status.Destination ?? new DestinationStatus()) with { Revision = read.Destination.ToString() },
        };
        if (read.Source is { } seen)
        {
            _conditions.Set(ConditionType.SourceFetched, ConditionSet.True, nameof(OperatorReason.Succeeded), $"read {seen}{(seen.SignedBy is { } by ? $", signed by {by}" : "")}");
        }
    }

    /// <param name="isProposed">Whether the destination's branch has nothing of what the plan writes.</param>
    private void Plan(ImportPlan plan, ReadRevisions read, bool isProposed = false)
    {
        Read(read);
        if (!plan.IsRemoval)
        {
            _status = _status with
            {
                Source = _status.Source! with { Project = plan.Origin.Project, ExportedAt = ConditionSet.Time(plan.Origin.ExportedAt) },
                Resources = Resources(plan, isProposed),
                MissingServices = [.. plan.MissingServices.Take(MostServices).Select(name => PlainText.Line(name, LongestName))],
            };
        }

        _status = _status with
        {
            Plan = new PlanStatus
            {
                Digest = plan.Digest,
                Summary = PlanSummary.Brief(plan),
                Added = plan.Count(ChangeAction.Added),
                Updated = plan.Count(ChangeAction.Updated),
                Restored = plan.Count(ChangeAction.Restored),
                Removed = plan.Count(ChangeAction.Removed),
                Unchanged = plan.Count(ChangeAction.Unchanged),
                Warnings = plan.Warnings.Count,
            },
        };
        _conditions.Set(
            ConditionType.Planned, ConditionSet.True, nameof(OperatorReason.Succeeded),
            PlanSummary.Of(plan) + (plan.Warnings.Count == 0 ? "" : $"; {string.Join("; ", plan.Warnings.Select(warning => warning.ToString()))}"));
        SetDrift(plan);
        SetServices(plan);
    }

    private static IReadOnlyList<ResourceStatus> Resources(ImportPlan plan, bool isProposed)
    {
        var resources = plan.Changes.Where(change => change.ImportAs is not null && change.Action != ChangeAction.Removed).ToLookup(change => change.ImportAs);
        return [.. resources[ImportMode.Resource].Concat(resources[ImportMode.Reference].Take(MostReferences)).Take(MostResources).Select(change => new ResourceStatus
        {
            Kind = change.Resource.Kind,
            Name = change.Resource.Name,
            System = change.Resource.System,
            SourceName = change.SourceName,
            ImportAs = change.ImportAs,
            Action = change.Action,
            Digest = change.Digest,
            Proposed = isProposed && change.Writes ? true : null,
        })];
    }

    private void SetDrift(ImportPlan plan)
    {
        var drifted = plan.Changes.Where(change => change.Action == ChangeAction.Drifted).Select(change => change.Resource.ToString()).ToList();
        if (drifted.Count > 0)
        {
            _conditions.Set(
                ConditionType.Drifted, ConditionSet.True, nameof(Reason.Drifted),
                $"edited in the destination: {string.Join(", ", drifted.Take(20))}{(drifted.Count > 20 ? $" and {drifted.Count - 20} more" : "")}; drift: Restore, or a run that is asked for, puts the source's content back");
        }
        else
        {
            _conditions.Set(ConditionType.Drifted, ConditionSet.False, nameof(OperatorReason.Succeeded), "every reference is as it was imported");
        }
    }

    private void SetServices(ImportPlan plan)
    {
        if (plan.MissingServices.Count > 0)
        {
            _conditions.Set(
                ConditionType.ServicesReady, ConditionSet.False, nameof(Reason.MissingService),
                $"create before deploying, because services are never imported (V1): {string.Join(", ", _status.MissingServices)}");
        }
        else
        {
            _conditions.Set(ConditionType.ServicesReady, ConditionSet.True, nameof(OperatorReason.Succeeded), "the destination has every service that the imported resources are attached to");
        }
    }

    /// <summary>Nothing was to be written.</summary>
    private void Settle(ImportPlan plan)
    {
        var waiting = plan.Count(ChangeAction.UpdateAvailable);
        var drifted = plan.Count(ChangeAction.Drifted);
        var (reason, message) = waiting > 0
            ? (nameof(Reason.UpdateAvailable), $"{PlanWording.Count(waiting, "update waits", "updates wait")} to be asked for: kubectl fastdata reconcile {_object.Key.Name} -n {_object.Key.Namespace}")
            : drifted > 0
                ? (nameof(Reason.Drifted), $"{PlanWording.Count(drifted, "reference was", "references were")} edited in the destination and left so by drift: Report; kubectl fastdata reconcile {_object.Key.Name} -n {_object.Key.Namespace} puts the source's content back")
                : (nameof(OperatorReason.UpToDate), $"{PlanWording.Count(plan.Changes.Count(change => change.ImportAs is not null), "resource is", "resources are")} as in {plan.Origin?.Project}");
        _conditions.Set(ConditionType.Published, ConditionSet.True, nameof(OperatorReason.UpToDate), "the destination holds what was planned");
        Succeed(reason, message);
    }

    private void Propose(PassOutcome.Proposed proposed)
    {
        var report = proposed.PullRequest;
        var proposal = PullRequestConditions.Describe(proposed, _object.Key);
        _status = _status with { PullRequest = PullRequestConditions.StatusOf(report) };
        if (report.Proposed?.Value is { } commit && commit != _status.Destination!.PushedCommit)
        {
            _status = _status with { Destination = _status.Destination with { PushedCommit = commit, PushedAt = ConditionSet.Time(_now) } };
        }

        _conditions.Set(ConditionType.Published, proposal.IsOpen ? ConditionSet.True : ConditionSet.False, proposal.Reason, proposal.Message);
        _conditions.Set(ConditionType.Merged, ConditionSet.False, proposal.Reason, proposal.Message);
        if (proposal.IsOpen)
        {
            Succeed(proposal.Reason, proposal.Message);
        }
        else
        {
            Stall(proposal.Reason, proposal.Message);
        }
    }

    private void Publish(PassOutcome.Pushed pushed)
    {
        var at = pushed.Read.Destination with { Commit = pushed.Commit };
        var pushedAt = IsTold(pushed) ? _object.Status.Destination!.PushedAt : ConditionSet.Time(_now);
        _status = _status with { Destination = new DestinationStatus { Revision = at.ToString(), PushedCommit = pushed.Commit, PushedAt = pushedAt } };
        _conditions.Set(ConditionType.Published, ConditionSet.True, nameof(OperatorReason.Pushed), $"pushed {pushed.Commit} to {at.Branch}");
        if (pushed.Plan.IsRemoval)
        {
            return;
        }

        Succeed(nameof(OperatorReason.Pushed), $"{PlanSummary.Of(pushed.Plan)}; pushed {pushed.Commit[..7]} to {at.Branch}");
    }

    /// <summary>Whether the status tells of this push already: the API server wrote it, and its answer was lost.</summary>
    private bool IsTold(PassOutcome.Pushed pushed) => _object.Status.Destination?.PushedCommit == pushed.Commit;

    private void Succeed(string reason, string message)
    {
        _conditions.Set(ConditionType.Ready, ConditionSet.True, reason, message);
        _conditions.Remove(ConditionType.Reconciling);
        _conditions.Remove(ConditionType.Stalled);
        Answer();
    }

    /// <summary>Adds the pass to the history where it changed what the import says of itself.</summary>
    private void Remember(PassOutcome outcome)
    {
        var before = _object.Status.Find(ConditionType.Ready);
        var after = _status.Find(ConditionType.Ready);
        var news = PullRequestEvents.Of(_object.Status, _status, outcome);
        var isNews = outcome switch
        {
            PassOutcome.Pushed pushed => !IsTold(pushed),
            PassOutcome.Suspended or PassOutcome.Waiting => false,
            PassOutcome.Planned => news is not null || EventRules.IsNews(before, after!),
            PassOutcome.Proposed => news is not null || before?.Status != after?.Status || before?.Reason != after?.Reason,
            _ => before?.Status != after?.Status || before?.Reason != after?.Reason || before?.Message != after?.Message,
        };
        if (!isNews || after is null)
        {
            return;
        }

        var entry = new OutcomeStatus
        {
            Time = ConditionSet.Time(_now),
            Reason = news?.Reason ?? after.Reason,
            Message = PlainText.Line(news?.Message ?? after.Message ?? "", 1000),
            Digest = outcome is PassOutcome.Pushed or PassOutcome.Proposed or PassOutcome.Rejected ? _status.Plan?.Digest : null,
            Commit = outcome is PassOutcome.Pushed pushedNow ? pushedNow.Commit : news is not null && outcome is PassOutcome.Proposed proposedNow ? proposedNow.PullRequest.Proposed?.Value : null,
        };
        _status = _status with { History = [entry, .. _status.History.Take(MostHistory - 1)] };
    }
}
