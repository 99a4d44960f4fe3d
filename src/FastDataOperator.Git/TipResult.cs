namespace FastDataOperator.Git;

/// <summary>Where a branch of a remote stands.</summary>
public abstract record TipResult
{
    /// <summary>How many branches are listed at most.</summary>
    public const int MaxBranches = 1000;

    private TipResult()
    {
    }

    public sealed record Tip(BranchName Branch, CommitId Id) : TipResult;

    /// <summary>The repository holds no reference at all.</summary>
    /// <param name="Branch">The branch that a first commit belongs on: the one asked for, else the one HEAD names, else main.</param>
    public sealed record Empty(BranchName Branch) : TipResult;

    /// <inheritdoc cref="FetchResult.BranchMissing"/>
    public sealed record BranchMissing(string Branch, IReadOnlyList<string> Branches) : TipResult;
}
