namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>A user, as GitLab tells it.</summary>
internal sealed record GitLabUser
{
    public required long Id { get; init; }

    public required string Username { get; init; }
}
