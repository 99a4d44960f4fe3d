using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>What one attempt at an import ends in. The plan's edit is not to be used any more: its files are gone.</summary>
internal abstract record AttemptResult
{
    private AttemptResult()
    {
    }

    /// <summary>The commits that were read; <see langword="null"/> where not both sides could be. A plan's own origin may differ: that of an
    /// export file tells where the file was exported.</summary>
    public ReadRevisions? Read { get; init; }

    /// <summary>What became of the import's pull request; <see langword="null"/> for one that is pushed, and where there was none to speak of.</summary>
    public PullRequestReport? PullRequest { get; init; }

    /// <summary>Planned, and nothing was to be written: because only a plan was asked for, or because there is nothing to do.</summary>
    internal sealed record Planned(ImportPlan Plan, DestinationRevision Destination) : AttemptResult;

    /// <summary>The remote's branch is at our commit.</summary>
    /// <param name="Attempts">How often it was planned; more than once where others pushed in between (G2).</param>
    internal sealed record Pushed(ImportPlan Plan, DestinationRevision Destination, CommitId Commit, int Attempts) : AttemptResult;

    /// <summary>The change is for people to decide about, in a pull request: <see cref="PullRequest"/> says where it stands.</summary>
    internal sealed record Proposed(ImportPlan Plan, DestinationRevision Destination) : AttemptResult;

    /// <summary>A person must change something. Nothing was written.</summary>
    internal sealed record Refused(IReadOnlyList<Finding> Problems) : AttemptResult;

    /// <summary>The server refuses the commit, in its own words.</summary>
    internal sealed record Rejected(ImportPlan Plan, DestinationRevision Destination, string ServerWords) : AttemptResult
    {
        /// <summary>The import's own branch, where the push was to that.</summary>
        public BranchName? Head { get; init; }

        public string Branch => Head?.Value ?? Destination.Branch;
    }

    /// <summary>The outside kept it from its end.</summary>
    /// <param name="Reason">What kept it.</param>
    /// <param name="IsTransient">Whether the same may succeed later without anybody changing anything.</param>
    /// <param name="Message">What was found, where, and what would resolve it.</param>
    /// <param name="RetryAfter">How long the server asked to be left alone, where it said.</param>
    internal sealed record Failed(GitFailure Reason, bool IsTransient, string Message, TimeSpan? RetryAfter) : AttemptResult;

    /// <summary>The destination's branch moved each time between reading and pushing (G2).</summary>
    internal sealed record LostEveryRace(string What, int Attempts) : AttemptResult;
}
