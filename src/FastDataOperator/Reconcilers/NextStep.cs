using System.Diagnostics;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Reconcilers;

/// <summary>What happens with a key after a pass.</summary>
internal abstract record NextStep
{
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromHours(1);

    private NextStep()
    {
    }

    /// <summary>The one place where it is decided.</summary>
    public static NextStep Of(PassOutcome outcome) => outcome switch
    {
        PassOutcome.Gone or PassOutcome.Released => new Forget(),
        PassOutcome.Suspended or PassOutcome.Parked => new Await(),
        PassOutcome.Outdated => new Retry(null),
        PassOutcome.Failed { IsTransient: true } failed => new Retry(failed.RetryAfter),

        // Applied in one go, the Secret may come a moment later than the import.
        PassOutcome.Refused { Problems: var problems } when problems.Any(static problem => problem.Reason == Reason.SecretMissing) => new Retry(null),
        PassOutcome.Unmoved or PassOutcome.Planned or PassOutcome.Pushed or PassOutcome.Proposed or PassOutcome.Refused or PassOutcome.Rejected or PassOutcome.Failed or PassOutcome.Waiting => new Look(),
        _ => throw new UnreachableException(),
    };

    /// <summary>Nothing, until an event or another key brings it back.</summary>
    internal sealed record Await : NextStep;

    /// <summary>It is looked at again when the interval is over. What is stalled is too: that is how it is noticed that a repository changed.</summary>
    internal sealed record Look : NextStep;

    /// <summary>Again soon, later each time.</summary>
    internal sealed record Retry : NextStep
    {
        /// <param name="asked">How long the other side asked to be left alone. It may ask for a year, or its clock be a year off.</param>
        public Retry(TimeSpan? asked) => AtLeast = asked > s_longestRetryAfter ? s_longestRetryAfter : asked;

        public TimeSpan? AtLeast { get; }
    }

    /// <summary>There is nothing to come back to.</summary>
    internal sealed record Forget : NextStep;
}
