using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>A Kubernetes Secret among the documents, for <c>secretRef</c> on the command line. Its values are never printed.</summary>
/// <param name="location">Where it begins; <see langword="null"/> for one of a cluster.</param>
/// <param name="places">Where its keys stand.</param>
internal sealed class SecretManifest(
    string @namespace, string name, IReadOnlyDictionary<string, byte[]> data, FileLocation? location = null, IReadOnlyDictionary<string, FileLocation>? places = null)
{
    public string Namespace => @namespace;

    public string Name => name;

    /// <summary>Key to value, decoded; <c>stringData</c> wins over <c>data</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> Data => data;

    /// <summary>The place of a key, or of the Secret where that has no such key or none is meant.</summary>
    public FileLocation? Locate(string? key) => key is not null && places?.TryGetValue(key, out var place) is true ? place : location;

    public override string ToString() => $"Secret {Namespace}/{Name}";
}
