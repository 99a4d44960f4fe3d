using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace FastDataOperator.Informers;

/// <summary>A list as the API server sends it.</summary>
internal sealed class ObjectList
{
    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; } = new();

    [JsonPropertyName("items")]
    public IReadOnlyList<JsonElement>? Items { get; set; }
}
