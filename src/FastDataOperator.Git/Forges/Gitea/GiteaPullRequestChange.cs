namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Body of <c>PATCH /repos/{owner}/{repo}/pulls/{index}</c>; what is <see langword="null"/> is not sent.</summary>
internal sealed record GiteaPullRequestChange
{
    public string? Title { get; init; }

    public string? Body { get; init; }

    public string? State { get; init; }
}
