namespace FastDataOperator.Git;

/// <summary>What a fetch found.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>The commit asked for, or an empty repository (<see cref="RepositorySnapshot.CommitId"/> is null). The caller disposes the snapshot.</summary>
    public sealed record Fetched(RepositorySnapshot Snapshot) : FetchResult;

    /// <summary>The repository has no such branch.</summary>
    /// <param name="Branch">The one asked for; <c>HEAD</c> when the remote's default branch was asked for and it names none.</param>
    /// <param name="Branches">The branches that there are, short names, the first <see cref="TipResult.MaxBranches"/> of them.</param>
    public sealed record BranchMissing(string Branch, IReadOnlyList<string> Branches) : FetchResult;

    /// <summary>The repository has no such tag, or none within the range.</summary>
    /// <param name="Asked">The tag's name, or the range.</param>
    /// <param name="Tags">The tags that there are, short names, the first <see cref="TipResult.MaxBranches"/> of them.</param>
    public sealed record TagMissing(string Asked, IReadOnlyList<string> Tags) : FetchResult;
}
