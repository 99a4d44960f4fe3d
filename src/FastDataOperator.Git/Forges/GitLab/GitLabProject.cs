namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>A project, as GitLab tells it; unlike its path the id stays.</summary>
internal sealed record GitLabProject
{
    public required long Id { get; init; }
}
