namespace FastDataOperator.Api.V1Alpha1;

/// <summary>An object of the same namespace, by name.</summary>
internal sealed record LocalReference
{
    public required string Name { get; init; }
}
