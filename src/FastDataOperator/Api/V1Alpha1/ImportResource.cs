using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>A <c>FastDataImport</c> as the API server sends it. Spec and status stay untyped here, so that one object that cannot be understood
/// never hides others; <see cref="ImportObject"/> is what the house works with.</summary>
[KubernetesEntity(Group = FastDataImport.Group, ApiVersion = FastDataImport.Version, Kind = FastDataImport.Kind, PluralName = Plural)]
internal sealed class ImportResource : IKubernetesObject<V1ObjectMeta>
{
    public const string Plural = "fastdataimports";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = FastDataImport.ApiVersion;

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = FastDataImport.Kind;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public JsonElement Spec { get; set; }

    [JsonPropertyName("status")]
    public JsonElement? Status { get; set; }
}
