namespace FastDataOperator.Git;

/// <summary>Where what is read of a remote stands.</summary>
public abstract record TipResult
{
    /// <summary>How many branches, or tags, are listed at most.</summary>
    public const int MaxBranches = 1000;

    private TipResult()
    {
    }

    public sealed record Tip(BranchName Branch, CommitId Id) : TipResult;

    /// <summary>A tag.</summary>
    /// <param name="Tag">The one asked for, or the one that a range of versions chose.</param>
    /// <param name="Id">The commit that it names in the end, as the server says.</param>
    /// <param name="TagObject">The tag's own object; null for a lightweight tag, which has none.</param>
    public sealed record Tagged(TagName Tag, CommitId Id, CommitId? TagObject) : TipResult;

    /// <summary>The commit that was asked for by its id. Nobody was asked whether it is there.</summary>
    public sealed record Pinned(CommitId Id) : TipResult;

    /// <summary>The repository holds no reference at all.</summary>
    /// <param name="Branch">The branch that a first commit belongs on: the one asked for, else the one HEAD names, else main.</param>
    public sealed record Empty(BranchName Branch) : TipResult;

    /// <inheritdoc cref="FetchResult.BranchMissing"/>
    public sealed record BranchMissing(string Branch, IReadOnlyList<string> Branches) : TipResult;

    /// <inheritdoc cref="FetchResult.TagMissing"/>
    public sealed record TagMissing(string Asked, IReadOnlyList<string> Tags) : TipResult;
}
