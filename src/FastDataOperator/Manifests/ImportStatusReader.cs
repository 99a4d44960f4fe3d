using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Manifests;

/// <summary>Where each field of an <see cref="ImportStatus"/> stands in a manifest taken from a cluster; the only list of their names.</summary>
internal static class ImportStatusReader
{
    public static ImportStatus Read(FieldReader fields) => new()
    {
        ObservedGeneration = fields.Number("observedGeneration"),
        LastHandledReconcileAt = fields.Text("lastHandledReconcileAt"),
        Source = fields.Map("source", static source => new SourceStatus
        {
            Revision = source.Text("revision"),
            Project = source.Text("project"),
            Branch = source.Text("branch"),
            ExportedAt = source.Text("exportedAt"),
        }),
        Destination = fields.Map("destination", static destination => new DestinationStatus
        {
            Revision = destination.Text("revision"),
            PushedCommit = destination.Text("pushedCommit"),
            PushedAt = destination.Text("pushedAt"),
        }),
        Plan = fields.Map("plan", static plan => new PlanStatus
        {
            Digest = plan.Text("digest"),
            Summary = plan.Text("summary"),
            Added = plan.Number("added"),
            Updated = plan.Number("updated"),
            Restored = plan.Number("restored"),
            Removed = plan.Number("removed"),
            Unchanged = plan.Number("unchanged"),
            Warnings = plan.Number("warnings"),
        }),
        PullRequest = fields.Map("pullRequest", static request => new PullRequestStatus
        {
            Url = request.Text("url"),
            Number = request.Number("number"),
            State = request.Text("state"),
        }),
        Resources = fields.Maps("resources", static resource => new ResourceStatus
        {
            Kind = resource.RequiredChoice<ResourceKind>("kind"),
            Name = resource.RequiredText("name"),
            System = resource.Text("system"),
            SourceName = resource.Text("sourceName"),
            ImportAs = resource.Choice<ImportMode>("importAs"),
            Action = resource.Choice<ChangeAction>("action"),
            Digest = resource.Text("digest"),
            Proposed = resource.Flag("proposed"),
        }),
        MissingServices = fields.Texts("missingServices"),
        History = fields.Maps("history", static outcome => new OutcomeStatus
        {
            Time = outcome.Text("time"),
            Reason = outcome.Text("reason"),
            Message = outcome.Text("message"),
            Digest = outcome.Text("digest"),
            Commit = outcome.Text("commit"),
        }),
        Conditions = fields.Maps("conditions", static condition => new ConditionStatus
        {
            Type = condition.RequiredText("type"),
            Status = condition.RequiredText("status"),
            Reason = condition.Text("reason"),
            Message = condition.Text("message"),
            ObservedGeneration = condition.Number("observedGeneration"),
            LastTransitionTime = condition.Text("lastTransitionTime"),
        }),
    };
}
