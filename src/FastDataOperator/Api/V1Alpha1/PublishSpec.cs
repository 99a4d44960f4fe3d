namespace FastDataOperator.Api.V1Alpha1;

/// <summary>How a change reaches the destination (G1).</summary>
internal sealed record PublishSpec
{
    public PublishStrategy? Strategy { get; init; }

    /// <summary>The head branch of the pull request; of no meaning to <see cref="PublishStrategy.Push"/>.</summary>
    public string? Branch { get; init; }

    public CommitSpec? Commit { get; init; }

    /// <summary>Of no meaning to <see cref="PublishStrategy.Push"/>.</summary>
    public PullRequestSpec? PullRequest { get; init; }
}
