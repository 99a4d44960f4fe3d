using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>One plan on its way into a pull request: what the steps hand from one to the next.</summary>
internal sealed class ProposedChange(ImportPlan plan, Publication publication, IForge forge, FoundPullRequests found, Deadline deadline)
{
    public ImportPlan Plan => plan;

    public Publication Publication => publication;

    public IForge Forge => forge;

    public Deadline Deadline => deadline;

    public RequestedPullRequest Requested => publication.PullRequest!;

    public BranchName Base => publication.Snapshot.Branch;

    public BranchName HeadName => Requested.Head;

    public FoundPullRequests Found { get; set; } = found;

    /// <summary>As it was found, or as it was left by the push.</summary>
    public HeadBranch? Head { get; set; }

    /// <summary>The commit that this attempt pushed.</summary>
    public CommitId? Pushed { get; set; }

    /// <summary>The one that this attempt opened.</summary>
    public PullRequest? Opened { get; set; }

    public List<string> Notes { get; } = [];

    /// <summary>What was written before something went wrong; empty where nothing was.</summary>
    public string Done()
    {
        var pushed = Pushed is { } commit ? $"{commit.Value[..7]} was pushed to {HeadName}" : "";
        return Opened is { } opened ? $"{pushed}{(pushed.Length > 0 ? " and " : "")}the pull request {opened.Number} was opened: {opened.Url}" : pushed;
    }

    /// <summary>What the pull request's text says beside the plan.</summary>
    public PullRequestContext Context(bool isDecorated, PullRequestNotice? notice = null) => new()
    {
        Import = plan.Request.Name,
        IsInCluster = Requested.IsInCluster,
        BaseBranch = Base.Value,
        HeadBranch = HeadName.Value,
        IsDecorated = isDecorated,
        Notice = notice,
    };

    /// <summary>The end of an attempt that has something to propose.</summary>
    public AttemptResult Proposed(PullRequestFate fate, PullRequest? request) =>
        new AttemptResult.Proposed(plan, publication.Revision) { PullRequest = Report(fate, request) };

    /// <summary>The end of an attempt that has nothing to propose.</summary>
    public AttemptResult Settled(PullRequestFate? fate, PullRequest? request) =>
        new AttemptResult.Planned(plan, publication.Revision) { PullRequest = fate is { } known ? Report(known, request) : null };

    private PullRequestReport Report(PullRequestFate fate, PullRequest? request) => new()
    {
        Fate = fate,
        Head = HeadName,
        Request = request,
        Commit = Pushed ?? Head?.Tip?.Id,
        Notes = Notes,
    };
}
