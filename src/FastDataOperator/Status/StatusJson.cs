using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Status;

/// <summary>A status as JSON for a merge patch (RFC 7396): what is absent is an explicit null there, so that the server drops it too. The twin of
/// <see cref="Manifests.ImportStatusReader"/>.</summary>
internal static class StatusJson
{
    public static JsonObject Write(ImportStatus status) => new()
    {
        ["observedGeneration"] = status.ObservedGeneration,
        ["lastHandledReconcileAt"] = status.LastHandledReconcileAt,
        ["source"] = Write(status.Source, source => new JsonObject
        {
            ["revision"] = source.Revision,
            ["project"] = source.Project,
            ["branch"] = source.Branch,
            ["exportedAt"] = source.ExportedAt,
        }),
        ["destination"] = Write(status.Destination, destination => new JsonObject
        {
            ["revision"] = destination.Revision,
            ["pushedCommit"] = destination.PushedCommit,
            ["pushedAt"] = destination.PushedAt,
        }),
        ["plan"] = Write(status.Plan, plan => new JsonObject
        {
            ["digest"] = plan.Digest,
            ["summary"] = plan.Summary,
            ["added"] = plan.Added,
            ["updated"] = plan.Updated,
            ["restored"] = plan.Restored,
            ["removed"] = plan.Removed,
            ["unchanged"] = plan.Unchanged,
            ["warnings"] = plan.Warnings,
        }),
        ["pullRequest"] = Write(status.PullRequest, request => new JsonObject { ["url"] = request.Url, ["number"] = request.Number, ["state"] = request.State }),
        ["resources"] = Write(status.Resources, static resource => Full(new JsonObject
        {
            ["kind"] = resource.Kind.ToString(),
            ["name"] = resource.Name,
            ["system"] = resource.System,
            ["sourceName"] = resource.SourceName,
            ["importAs"] = resource.ImportAs?.ToString(),
            ["action"] = resource.Action?.ToString(),
            ["digest"] = resource.Digest,
            ["proposed"] = resource.Proposed,
        })),
        ["missingServices"] = Write(status.MissingServices, static name => JsonValue.Create(name)),
        ["history"] = Write(status.History, static outcome => Full(new JsonObject
        {
            ["time"] = outcome.Time,
            ["reason"] = outcome.Reason,
            ["message"] = outcome.Message,
            ["digest"] = outcome.Digest,
            ["commit"] = outcome.Commit,
        })),
        ["conditions"] = Write(status.Conditions, static condition => Full(new JsonObject
        {
            ["type"] = condition.Type,
            ["status"] = condition.Status,
            ["reason"] = condition.Reason,
            ["message"] = condition.Message,
            ["observedGeneration"] = condition.ObservedGeneration,
            ["lastTransitionTime"] = condition.LastTransitionTime,
        })),
    };

    private static JsonObject? Write<T>(T? value, Func<T, JsonObject> write)
        where T : class => value is null ? null : write(value);

    private static JsonArray? Write<T>(IReadOnlyList<T> items, Func<T, JsonNode?> write) => items.Count == 0 ? null : new JsonArray([.. items.Select(write)]);

    /// <summary>Without what is absent: a list is replaced whole, so that nothing needs to be dropped from it.</summary>
    private static JsonObject Full(JsonObject item)
    {
        foreach (var name in item.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            item.Remove(name);
        }

        return item;
    }
}
