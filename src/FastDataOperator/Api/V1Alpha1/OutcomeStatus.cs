namespace FastDataOperator.Api.V1Alpha1;

/// <summary>How one attempt ended.</summary>
internal sealed record OutcomeStatus
{
    public string? Time { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Digest { get; init; }

    public string? Commit { get; init; }
}
