namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What was last read of the source.</summary>
internal sealed record SourceStatus
{
    /// <summary>As <c>branch@sha1:commit</c>.</summary>
    public string? Revision { get; init; }

    public string? Project { get; init; }

    public string? Branch { get; init; }

    public string? ExportedAt { get; init; }
}
