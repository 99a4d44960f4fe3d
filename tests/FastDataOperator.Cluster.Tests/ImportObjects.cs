using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests;

/// <summary>The imports of one namespace, as a user handles them.</summary>
public sealed class ImportObjects(IKubernetes client, string space)
{
    /// <summary>A spec that imports everything of one repository into another.</summary>
    public static JsonObject Spec(string source, string destination) => new()
    {
        ["source"] = new JsonObject { ["repository"] = new JsonObject { ["url"] = source } },
        ["destination"] = new JsonObject { ["repository"] = new JsonObject { ["url"] = destination } },
        ["select"] = new JsonObject { ["all"] = true },
    };

    /// <summary>The reasons and messages of an object's conditions by type.</summary>
    public static IReadOnlyDictionary<string, (string Status, string Reason, string Message)> ConditionsOf(JsonObject import) =>
        (import["status"]?["conditions"]?.AsArray() ?? []).OfType<JsonObject>().ToDictionary(
            static condition => (string)condition["type"]!,
            static condition => ((string)condition["status"]!, (string?)condition["reason"] ?? "", (string?)condition["message"] ?? ""));

    /// <summary>Whether a condition is True for the generation that the object has now.</summary>
    public static bool Is(JsonObject import, string condition) =>
        (import["status"]?["conditions"]?.AsArray() ?? []).Any(found =>
            (string?)found!["type"] == condition && (string?)found["status"] == "True" && (long?)found["observedGeneration"] == (long?)import["metadata"]!["generation"]);

    /// <exception cref="HttpOperationException">The API server refused it; the response's content says why.</exception>
    public Task<JsonObject> CreateAsync(string name, JsonObject spec, CancellationToken cancellationToken, JsonObject? metadata = null)
    {
        var whole = metadata?.DeepClone().AsObject() ?? [];
        whole["name"] = name;
        return CreateAsync(new JsonObject
        {
            ["apiVersion"] = FastDataImport.ApiVersion,
            ["kind"] = FastDataImport.Kind,
            ["metadata"] = whole,
            ["spec"] = spec.DeepClone(),
        }, cancellationToken);
    }

    /// <summary>Creates a whole object; a field that the CRD does not know is refused, as <c>kubectl apply</c> has it.</summary>
    /// <exception cref="HttpOperationException">The API server refused it; the response's content says why.</exception>
    public async Task<JsonObject> CreateAsync(JsonObject import, CancellationToken cancellationToken) =>
        Read(await client.CustomObjects.CreateNamespacedCustomObjectAsync(
            import, FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, fieldValidation: "Strict", cancellationToken: cancellationToken));

    public async Task<JsonObject> GetAsync(string name, CancellationToken cancellationToken) =>
        Read(await client.CustomObjects.GetNamespacedCustomObjectAsync(
            FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, name, cancellationToken));

    /// <summary>The object; null where there is none.</summary>
    public async Task<JsonObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(name, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancellationToken) =>
        [.. JsonObject.Create((JsonElement)await client.CustomObjects.ListNamespacedCustomObjectAsync(
            FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, cancellationToken: cancellationToken))!["items"]!.AsArray().Select(static item => Kept(item!.AsObject()))];

    /// <summary>A merge patch of the object.</summary>
    public async Task<JsonObject> PatchAsync(string name, JsonObject patch, CancellationToken cancellationToken) =>
        Read(await client.CustomObjects.PatchNamespacedCustomObjectAsync(
            Merge(patch), FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, name, fieldValidation: "Strict", cancellationToken: cancellationToken));

    /// <summary>A merge patch by way of the status subresource.</summary>
    public async Task<JsonObject> PatchStatusAsync(string name, JsonObject patch, CancellationToken cancellationToken) =>
        Read(await client.CustomObjects.PatchNamespacedCustomObjectStatusAsync(
            Merge(patch), FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, name, fieldValidation: "Strict", cancellationToken: cancellationToken));

    /// <summary>Sets an annotation, or removes it.</summary>
    public Task<JsonObject> AnnotateAsync(string name, string annotation, string? value, CancellationToken cancellationToken) =>
        PatchAsync(name, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } }, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        client.CustomObjects.DeleteNamespacedCustomObjectAsync(
            FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, name, cancellationToken: cancellationToken);

    /// <summary>Watches an object until it is as wanted.</summary>
    /// <param name="name">Which.</param>
    /// <param name="isAsWanted">Asked of every state that the API server shows; null once the object is gone.</param>
    /// <param name="what">What it means when that never comes, in words: "the import was not ready".</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>That state.</returns>
    /// <exception cref="TimeoutException">The message holds the last state.</exception>
    public async Task<JsonObject?> WaitAsync(string name, Func<JsonObject?, bool> isAsWanted, string what, CancellationToken cancellationToken)
    {
        JsonObject? last = null;
        await Patience.UntilAsync(
            async cancellation =>
            {
                // One watch; when the API server ends it or goes, the next round opens another.
                try
                {
                    last = await FindAsync(name, cancellation);
                    var version = (string?)last?["metadata"]?["resourceVersion"];
                    if (isAsWanted(last))
                    {
                        return true;
                    }

                    await foreach (var (change, import) in client.CustomObjects.WatchListNamespacedCustomObjectAsync(
                        FastDataImport.Group, FastDataImport.Version, space, ImportResource.Plural, fieldSelector: "metadata.name=" + name, resourceVersion: version, cancellationToken: cancellation))
                    {
                        last = change is WatchEventType.Deleted ? null : Read(import);
                        if (isAsWanted(last))
                        {
                            return true;
                        }
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or HttpOperationException or IOException or KubernetesException)
                {
                    // The next round asks again.
                }

                return false;
            },
            what,
            () => $"The last state of {space}/{name}: {last?.ToJsonString(s_readable) ?? "there is none"}",
            cancellationToken);
        return last;
    }

    /// <summary>Waits until a condition is True for the object's newest generation.</summary>
    public async Task<JsonObject> WaitForAsync(string name, string condition, CancellationToken cancellationToken) =>
        (await WaitAsync(name, import => import is not null && Is(import, condition), $"{name} was not {condition}", cancellationToken))!;

    /// <summary>Waits until the object is gone.</summary>
    public Task WaitForGoneAsync(string name, CancellationToken cancellationToken) =>
        WaitAsync(name, static import => import is null, $"{name} was still there", cancellationToken);

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    private static V1Patch Merge(JsonObject patch) => new(patch, V1Patch.PatchType.MergePatch);

    private static JsonObject Read(object answer) => Kept(JsonObject.Create((JsonElement)answer)!);

    /// <summary>Each object by itself: of a list that is read again and again, only what changed is kept again.</summary>
    private static JsonObject Kept(JsonObject import)
    {
        Evidence.Keep("object", import.ToJsonString());
        return import;
    }
}
