namespace FastDataOperator.Core.Reports;

/// <summary>What is unusual about a pull request.</summary>
public abstract record PullRequestNotice
{
    private PullRequestNotice()
    {
    }

    /// <summary>The import's branch holds a commit that the import did not make, and is left alone (G2). The plan is what would be written otherwise.</summary>
    /// <param name="Commit">The tip of the branch.</param>
    public sealed record ForeignCommits(string Commit) : PullRequestNotice;

    /// <summary>Closed, because the base has all that the import brings, or nothing asks for it any more.</summary>
    public sealed record NoLongerNeeded : PullRequestNotice;

    /// <summary>Closed, because the import proposes its change elsewhere: onto another base, or from another branch.</summary>
    /// <param name="Where">The other pull request's page or branch, where it is known.</param>
    public sealed record Superseded(string? Where = null) : PullRequestNotice;
}
