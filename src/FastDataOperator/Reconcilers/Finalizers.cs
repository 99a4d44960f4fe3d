using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using k8s;
using k8s.Models;

namespace FastDataOperator.Reconcilers;

/// <summary>Puts our finalizer on an object and takes it off; those of others stay as they are.</summary>
internal sealed class Finalizers(IKubernetes client, ObjectStore<ImportObject> store, Action requireLeadership)
{
    /// <returns>The object afterwards.</returns>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server refuses; with 409 or 422 the object changed meanwhile.</exception>
    public Task<ImportObject> AddAsync(ImportObject import, CancellationToken cancellationToken) =>
        PatchAsync(import, import.Finalizers.Count == 0
            ? [new JsonObject { ["op"] = "add", ["path"] = "/metadata/finalizers", ["value"] = new JsonArray(ImportObject.Finalizer) }]
            : [new JsonObject { ["op"] = "add", ["path"] = "/metadata/finalizers/-", ["value"] = ImportObject.Finalizer }], cancellationToken);

    /// <inheritdoc cref="AddAsync"/>
    public Task<ImportObject> RemoveAsync(ImportObject import, CancellationToken cancellationToken)
    {
        var at = import.Finalizers.ToList().IndexOf(ImportObject.Finalizer);
        return PatchAsync(import, [new JsonObject { ["op"] = "remove", ["path"] = $"/metadata/finalizers/{at}" }], cancellationToken);
    }

    /// <summary>Only if the object is still the one that was read (RFC 6902, <c>test</c>).</summary>
    private async Task<ImportObject> PatchAsync(ImportObject import, List<JsonNode> operations, CancellationToken cancellationToken)
    {
        requireLeadership();
        operations.Insert(0, new JsonObject { ["op"] = "test", ["path"] = "/metadata/resourceVersion", ["value"] = import.ResourceVersion });
        var patched = await client.CustomObjects.PatchNamespacedCustomObjectAsync<ImportResource>(
            new V1Patch(new JsonArray([.. operations]).ToJsonString(), V1Patch.PatchType.JsonPatch),
            FastDataImport.Group, FastDataImport.Version, import.Key.Namespace, ImportResource.Plural, import.Key.Name, cancellationToken: cancellationToken);
        var after = ImportObject.Of(patched);
        store.Refresh(after);
        return after;
    }
}
