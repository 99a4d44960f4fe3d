namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Body of <c>PATCH /repos/{owner}/{repo}/pulls/{pull_number}</c>; what is <see langword="null"/> is not sent.</summary>
internal sealed record GitHubPullRequestChange
{
    public string? Title { get; init; }

    public string? Body { get; init; }

    public string? State { get; init; }
}
