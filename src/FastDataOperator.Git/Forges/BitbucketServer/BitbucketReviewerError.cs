namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>A reviewer whom Bitbucket does not take.</summary>
internal sealed record BitbucketReviewerError
{
    /// <summary>The name.</summary>
    public string? Context { get; init; }
}
