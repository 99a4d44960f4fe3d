namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Where the source's repository is and how to read it.</summary>
internal sealed record SourceRepositorySpec
{
    public required string Url { get; init; }

    public SourceRefSpec? Ref { get; init; }

    public LocalReference? SecretRef { get; init; }

    public LocalReference? ProxySecretRef { get; init; }

    public VerifySpec? Verify { get; init; }
}
