using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Imports;
using FastDataOperator.Status;

namespace FastDataOperator.Reconcilers;

/// <summary>How one pass over one import ended.</summary>
internal abstract record PassOutcome
{
    private PassOutcome()
    {
    }

    /// <summary>The object is gone, or only somebody else's finalizers keep it.</summary>
    internal sealed record Gone : PassOutcome;

    /// <summary>Neither side moved since the last pass, and nobody asked: nothing was fetched, and nothing is to be said.</summary>
    internal sealed record Unmoved : PassOutcome;

    /// <summary>Another import writes to the same branch; the key comes again when its turn has come.</summary>
    internal sealed record Parked : PassOutcome;

    /// <summary>The object changed under the pass: its next state is on its way, and the pass begins again with it.</summary>
    internal sealed record Outdated : PassOutcome;

    internal sealed record Suspended : PassOutcome;

    /// <summary>Another import must be ready first.</summary>
    internal sealed record Waiting(string Message) : PassOutcome;

    /// <summary>A person must change something.</summary>
    /// <param name="Read">What was read of both sides, where it came so far.</param>
    internal sealed record Refused(IReadOnlyList<Finding> Problems, ReadRevisions? Read) : PassOutcome;

    /// <summary>The outside kept it from its end.</summary>
    /// <param name="Reason">From the list of reasons: a <c>GitFailure</c> or an <see cref="Status.OperatorReason"/>.</param>
    /// <param name="IsTransient">Whether it may pass without anybody changing anything.</param>
    /// <param name="Step">What failed, as a condition's type: <see cref="Status.ConditionType.SourceFetched"/> and so on.</param>
    internal sealed record Failed(string Reason, bool IsTransient, string Message, TimeSpan? RetryAfter, string Step) : PassOutcome;

    /// <summary>There is nothing to write.</summary>
    internal sealed record Planned(ImportPlan Plan, ReadRevisions Read) : PassOutcome
    {
        /// <summary>One that was merged or that the import closed; <see langword="null"/> where there is none to speak of.</summary>
        public PullRequestReport? PullRequest { get; init; }
    }

    /// <summary>The change is for people to decide about, in a pull request.</summary>
    internal sealed record Proposed(ImportPlan Plan, ReadRevisions Read, PullRequestReport PullRequest) : PassOutcome;

    /// <summary>The destination's branch is at our commit.</summary>
    internal sealed record Pushed(ImportPlan Plan, ReadRevisions Read, string Commit) : PassOutcome;

    /// <summary>The server refuses the commit.</summary>
    internal sealed record Rejected(ImportPlan Plan, ReadRevisions Read, string Message) : PassOutcome;

    /// <summary>The object may go (P2).</summary>
    /// <param name="Said">What was done with its references, for an Event; <see langword="null"/> where nothing was to be done.</param>
    internal sealed record Released(ImportEvent? Said) : PassOutcome;
}
