namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>A label that a repository or its organisation has.</summary>
internal sealed record GiteaLabel
{
    public required long Id { get; init; }

    public required string Name { get; init; }
}
