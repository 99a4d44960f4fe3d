namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The key that commits are signed with, OpenPGP or SSH.</summary>
internal sealed record SigningKeySpec
{
    public required LocalReference SecretRef { get; init; }
}
