namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>What is read of Gitea's <c>Commit</c>.</summary>
internal sealed record GiteaCommit
{
    public string? Sha { get; init; }
}
