namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>One side of a pull request.</summary>
internal sealed record BitbucketRef
{
    /// <summary>A full name, <c>refs/heads/…</c>.</summary>
    public required string Id { get; init; }

    public string? LatestCommit { get; init; }

    public required BitbucketRepository Repository { get; init; }
}
