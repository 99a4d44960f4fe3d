using System.Net;
using System.Text.Json.Nodes;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace FastDataOperator.Status;

/// <summary>Writes what a pass came to into the object's status: one patch, and none where nothing changed.</summary>
/// <param name="client">May patch the status and get the object.</param>
/// <param name="store">Learns the object's new state, which may arrive later by the watch.</param>
/// <param name="requireLeadership">Throws an <see cref="OperationCanceledException"/> where another replica may lead.</param>
internal sealed class StatusWriter(IKubernetes client, ObjectStore<ImportObject> store, TimeProvider timeProvider, Action requireLeadership)
{
    private const int MostConflicts = 5;

    /// <summary>Reports an outcome.</summary>
    /// <returns>What the status says now; <see langword="null"/> where the object is gone.</returns>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public async Task<ImportStatus?> WriteAsync(ImportObject import, PassOutcome outcome, CancellationToken cancellationToken)
    {
        var current = import;
        for (var attempt = 1; ; attempt++)
        {
            var next = StatusRules.Next(current, outcome, timeProvider.GetUtcNow());
            if (ReferenceEquals(next, current.Status))
            {
                return next;
            }

            var patch = StatusJson.Write(next);
            if (JsonNode.DeepEquals(patch, StatusJson.Write(current.Status)))
            {
                return next;
            }

            requireLeadership();
            try
            {
                store.Refresh(ImportObject.Of(await PatchAsync(current, patch, cancellationToken)));
                return next;
            }
            catch (HttpOperationException conflict) when (conflict.Response.StatusCode == HttpStatusCode.Conflict && attempt < MostConflicts)
            {
                if (await FindAsync(import, cancellationToken) is not { } found)
                {
                    return null;
                }

                // The pass worked on the spec and the request as they were.
                current = found with { Generation = import.Generation, RequestedAt = import.RequestedAt };
            }
            catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
            catch (HttpOperationException refused) when (refused.Response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge && next.Resources.Count > 0)
            {
                // The lists are the only part that can outgrow the schema or the store. What matters more is that the rest is told.
                current = current with { Status = current.Status with { Resources = [], MissingServices = [] } };
                outcome = new PassOutcome.Failed(
                    nameof(OperatorReason.StatusTooLarge), false, $"the API server does not take the list of imported resources: {ApiFailure.Describe(refused)}; split the import", null, ConditionType.Published);
            }
        }
    }

    /// <summary>With the resource version, so that an object that was made anew under the same name does not get the old one's status.</summary>
    private async Task<ImportResource> PatchAsync(ImportObject current, JsonObject status, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = current.ResourceVersion }, ["status"] = status };
        return await client.CustomObjects.PatchNamespacedCustomObjectStatusAsync<ImportResource>(
            new V1Patch(body.ToJsonString(), V1Patch.PatchType.MergePatch), FastDataImport.Group, FastDataImport.Version, current.Key.Namespace, ImportResource.Plural, current.Key.Name,
            cancellationToken: cancellationToken);
    }

    private async Task<ImportObject?> FindAsync(ImportObject import, CancellationToken cancellationToken)
    {
        try
        {
            var found = ImportObject.Of(await client.CustomObjects.GetNamespacedCustomObjectAsync<ImportResource>(
                FastDataImport.Group, FastDataImport.Version, import.Key.Namespace, ImportResource.Plural, import.Key.Name, cancellationToken));
            store.Refresh(found);
            return found.Uid == import.Uid ? found : null;
        }
        catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
