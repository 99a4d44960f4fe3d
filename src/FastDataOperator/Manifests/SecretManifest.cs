namespace FastDataOperator.Manifests;

/// <summary>A Kubernetes Secret among the documents, for <c>secretRef</c> on the command line. Its values are never printed.</summary>
internal sealed class SecretManifest(string @namespace, string name, IReadOnlyDictionary<string, byte[]> data)
{
    public string Namespace => @namespace;

    public string Name => name;

    /// <summary>Key to value, decoded; <c>stringData</c> wins over <c>data</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> Data => data;

    public override string ToString() => $"Secret {Namespace}/{Name}";
}
