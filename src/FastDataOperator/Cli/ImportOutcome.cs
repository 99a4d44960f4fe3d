using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>What one import of a call came to, for every format of output.</summary>
internal sealed record ImportOutcome
{
    public required string Name { get; init; }

    public required OutcomeKind Kind { get; init; }

    /// <summary>Present unless the import was refused or failed before it was planned.</summary>
    public ImportPlan? Plan { get; init; }

    /// <summary>The destination in words, such as <c>team-a, https://… branch main at 1f2e…</c>.</summary>
    public string Destination { get; init; } = "";

    /// <summary>What it was planned against; <see langword="null"/> for a file.</summary>
    public DestinationRevision? Base { get; init; }

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    /// <summary>Why it failed, and the name of the reason.</summary>
    public (string Reason, string Message, string? Remedy)? Failure { get; init; }

    /// <summary>The commit that was pushed.</summary>
    public string? Commit { get; init; }

    public string? Branch { get; init; }

    /// <summary>What became of the import's pull request; <see langword="null"/> where there is none to speak of.</summary>
    public PullRequestReport? PullRequest { get; init; }

    /// <summary>The file that was written.</summary>
    public string? File { get; init; }

    public static ImportOutcome Of(string name, AttemptResult result) => result switch
    {
        AttemptResult.Planned { PullRequest: { Fate: PullRequestFate.Unknown } report } unknown => new ImportOutcome
        {
            Name = name, Kind = OutcomeKind.Failed, Plan = unknown.Plan, Destination = Describe(unknown.Destination), Base = unknown.Destination, Branch = unknown.Destination.Branch, PullRequest = report, Failure = PullRequestWording.Failure(report),
        },
        AttemptResult.Planned planned => new ImportOutcome { Name = name, Kind = KindOf(planned.Plan), Plan = planned.Plan, Destination = Describe(planned.Destination), Base = planned.Destination, Branch = planned.Destination.Branch, PullRequest = planned.PullRequest },
        AttemptResult.Proposed { PullRequest: { } report } proposed => new ImportOutcome
        {
            Name = name, Kind = PullRequestWording.Failure(report) is null ? OutcomeKind.Proposed : OutcomeKind.Failed, Plan = proposed.Plan, Destination = Describe(proposed.Destination), Base = proposed.Destination,
            Commit = report.Proposed?.Value, Branch = report.Head.Value, PullRequest = report, Failure = PullRequestWording.Failure(report),
        },
        AttemptResult.Pushed pushed => new ImportOutcome
        {
            Name = name, Kind = OutcomeKind.Pushed, Plan = pushed.Plan, Destination = Describe(pushed.Destination), Base = pushed.Destination, Commit = pushed.Commit.Value, Branch = pushed.Destination.Branch,
        },
        AttemptResult.Refused refused => Refused(name, refused.Problems),
        AttemptResult.Rejected rejected => new ImportOutcome
        {
            Name = name, Kind = OutcomeKind.Failed, Plan = rejected.Plan, Destination = Describe(rejected.Destination), Base = rejected.Destination, Branch = rejected.Branch,
            Failure = ("PushRejected", $"{rejected.Destination.Repository} refused the push to {rejected.Branch}: {rejected.ServerWords}", rejected.Head is null
                ? "nothing was written; a protected branch needs publish.strategy: PullRequest, another destination.branch, or a rule that lets this account push"
                : "nothing was written; the import's own branch needs a rule that lets this account create, force-push and delete it"),
        },
        AttemptResult.Failed failed => new ImportOutcome
        {
            Name = name, Kind = OutcomeKind.Failed, Failure = (failed.Reason.ToString(), failed.Message, Remedy.OfImport(failed.Reason, failed.IsTransient)),
        },
        AttemptResult.LostEveryRace lost => new ImportOutcome
        {
            Name = name, Kind = OutcomeKind.Failed, Failure = ("Raced", $"the destination's branch moved each of {lost.Attempts} times between reading and pushing: {lost.What}", "try again when it is quieter"),
        },
        _ => throw new UnreachableException(),
    };

    public static ImportOutcome Refused(string name, IReadOnlyList<Finding> problems) => new() { Name = name, Kind = OutcomeKind.Refused, Problems = problems };

    public static OutcomeKind KindOf(ImportPlan plan) => plan.HasChanges ? OutcomeKind.Planned : OutcomeKind.NothingToDo;

    private static string Describe(DestinationRevision destination)
    {
        var at = destination.Commit is { } commit ? $"branch {destination.Branch} at {commit[..7]}" : $"branch {destination.Branch}, which is empty";
        return $"{destination.Project}, {destination.Repository} {at}, {(destination.IsNew ? "new file " : "")}{destination.Path}";
    }
}
