namespace FastDataOperator.Git.Objects;

/// <summary>What is asked of a server.</summary>
/// <param name="Object">The commit, or the tag's object that names it.</param>
/// <param name="Commit">The commit that is read.</param>
internal sealed record WantedCommit(CommitId Object, CommitId Commit)
{
    /// <summary>Whether the commit was named by a person, and nobody knows whether it is there.</summary>
    public bool IsPinned { get; init; }
}
