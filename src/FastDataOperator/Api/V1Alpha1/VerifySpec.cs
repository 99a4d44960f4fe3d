namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Whose signature the source must carry.</summary>
internal sealed record VerifySpec
{
    public required VerifyMode Mode { get; init; }

    public required LocalReference SecretRef { get; init; }
}
