namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>A side of a pull request, Gitea's <c>PRBranchInfo</c>.</summary>
internal sealed record GiteaBranch
{
    /// <summary>The branch, also when it is gone; <c>ref</c> is <c>refs/pull/1/head</c> then.</summary>
    public required string Label { get; init; }

    public string? Sha { get; init; }

    /// <summary>-1 for a fork that is gone.</summary>
    public required long RepoId { get; init; }
}
