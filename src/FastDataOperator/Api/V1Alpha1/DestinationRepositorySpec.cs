namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Where the destination's repository is and how to write to it.</summary>
internal sealed record DestinationRepositorySpec
{
    public required string Url { get; init; }

    public LocalReference? SecretRef { get; init; }

    public LocalReference? ProxySecretRef { get; init; }
}
