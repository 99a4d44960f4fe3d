using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>An import that was asked to be reconciled, and what the operator has made of it since.</summary>
/// <param name="Key">Which.</param>
/// <param name="RequestedAt">The value of the annotation.</param>
/// <param name="StalledBefore">How it was stalled before it was asked: the same is no answer.</param>
internal sealed record AskedImport(ObjectKey Key, string RequestedAt, ConditionStatus? StalledBefore)
{
    /// <summary>Asks.</summary>
    /// <exception cref="ClusterException">The cluster does not do it.</exception>
    public static async Task<AskedImport> AskAsync(Cluster cluster, ClusterImport import, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
        var annotations = new JsonObject { [ImportObject.RequestedAtAnnotation] = now };
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }.ToJsonString();
        var asked = await cluster.PatchAsync(import.Key, patch, cancellationToken);
        return new AskedImport(import.Key, now, asked.Condition("Stalled"));
    }

    /// <summary>What a later state of the object says.</summary>
    public Reconciliation Judge(ClusterImport now)
    {
        var stalled = now.Condition("Stalled");
        var isStalled = stalled is { Status: "True" };
        var isHandled = now.Object.Status.LastHandledReconcileAt == RequestedAt;
        if (isStalled && (isHandled || (stalled != StalledBefore && stalled!.ObservedGeneration == now.Object.Generation)))
        {
            return Reconciliation.Stalled;
        }

        return !isHandled ? Reconciliation.Waiting : now.Condition("Ready")?.Status switch
        {
            "True" => Reconciliation.Ready,
            "False" => Reconciliation.NotReady,
            _ => Reconciliation.Waiting,
        };
    }
}
