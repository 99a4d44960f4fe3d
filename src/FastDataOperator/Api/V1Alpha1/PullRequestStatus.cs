namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The import's pull request.</summary>
internal sealed record PullRequestStatus
{
    public string? Url { get; init; }

    public long? Number { get; init; }

    public string? State { get; init; }
}
