using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>What an attempt came to about an import's pull request.</summary>
internal sealed record PullRequestReport
{
    public required PullRequestFate Fate { get; init; }

    public required BranchName Head { get; init; }

    /// <summary><see langword="null"/> where there is none.</summary>
    public PullRequest? Request { get; init; }

    /// <summary>Where the head branch is; <see langword="null"/> where that is not known or there is none.</summary>
    public CommitId? Commit { get; init; }

    /// <summary>The commit of the import's own that is proposed; <see langword="null"/> where none is.</summary>
    public CommitId? Proposed => Fate is PullRequestFate.Opened or PullRequestFate.Updated or PullRequestFate.Current ? Commit : null;

    /// <summary>What a person should know beside it, a sentence each, in words of the forge or the server where they have some.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the forge could not be asked; <see langword="null"/> where it could.</summary>
    public GitException? Failure { get; init; }
}
