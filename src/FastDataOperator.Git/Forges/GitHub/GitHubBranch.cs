namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>A side of a pull request.</summary>
internal sealed record GitHubBranch
{
    public required string Ref { get; init; }

    public required string Sha { get; init; }

    /// <summary><see langword="null"/> for a fork that is gone.</summary>
    public required GitHubRepository? Repo { get; init; }
}
