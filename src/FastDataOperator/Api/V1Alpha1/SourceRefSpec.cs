namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What to read of the source: exactly one of these; the remote's own default branch when the whole is absent.</summary>
internal sealed record SourceRefSpec
{
    public string? Branch { get; init; }

    public string? Tag { get; init; }

    public string? Semver { get; init; }

    public string? Commit { get; init; }
}
