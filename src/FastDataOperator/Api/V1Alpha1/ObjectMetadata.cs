namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What this project uses of an object's metadata.</summary>
internal sealed record ObjectMetadata
{
    public const string DefaultNamespace = "default";

    public required string Name { get; init; }

    /// <summary><see langword="null"/> in a manifest that leaves it to the context: <see cref="DefaultNamespace"/> then.</summary>
    public string? Namespace { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public long? Generation { get; init; }

    /// <summary><c>namespace/name</c>, by which marks, commits and messages call the import.</summary>
    public string QualifiedName => $"{Namespace ?? DefaultNamespace}/{Name}";
}
