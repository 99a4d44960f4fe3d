namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>What is read of GitHub's <c>pull-request</c> and <c>pull-request-simple</c>.</summary>
internal sealed record GitHubPullRequest
{
    public required long Number { get; init; }

    public required string HtmlUrl { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required string Title { get; init; }

    public required string? Body { get; init; }

    /// <summary><see langword="null"/> while it is not merged.</summary>
    public required DateTimeOffset? MergedAt { get; init; }

    public required GitHubBranch Head { get; init; }

    public required GitHubBranch Base { get; init; }
}
