namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What was last read of and written to the destination.</summary>
internal sealed record DestinationStatus
{
    /// <summary>As <c>branch@sha1:commit</c>.</summary>
    public string? Revision { get; init; }

    public string? PushedCommit { get; init; }

    public string? PushedAt { get; init; }
}
