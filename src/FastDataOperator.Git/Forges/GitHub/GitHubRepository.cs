namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Which repository a branch is in; unlike its name the id stays.</summary>
internal sealed record GitHubRepository
{
    public required long Id { get; init; }

    /// <summary><c>owner/name</c>, as it is called now.</summary>
    public string? FullName { get; init; }
}
