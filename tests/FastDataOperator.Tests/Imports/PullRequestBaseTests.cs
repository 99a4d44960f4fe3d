using FastDataOperator.Core.Reports;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;

namespace FastDataOperator.Tests.Imports;

/// <summary>Pull requests onto other bases, and those of others (G1).</summary>
public sealed class PullRequestBaseTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_OntoAnotherBase_ClosesTheOneOntoTheOld_G1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", "main");
        _world.Base = "release";

        var report = await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal([PullRequestState.Closed, PullRequestState.Open], _world.Forge.All.Select(request => request.State));
        Assert.Equal("release", report.Request!.Base.Value);
        Assert.Contains("was closed", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Contains("proposed in `release` instead", _world.Forge.All[0].Body, StringComparison.Ordinal);
        _world.Base = "main";
        Assert.Equal(3, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_OntoAnotherBaseThatHasItAlready_ClosesTheOneOntoTheOldAsNotNeeded_G1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", ProposalWorld.Head);
        _world.Base = "release";

        await _world.SettleAsync();

        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Contains("no longer needed", _world.Forge.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OntoAnotherBase_WhereTheOldOneIsMergedMeanwhile_SaysSo_G1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", "main");
        _world.Base = "release";
        _world.Forge.Before = ("close", () => _world.Forge.Set(1, PullRequestState.Merged));

        Assert.Contains("was merged meanwhile", Assert.Single((await _world.ProposeAsync(PullRequestFate.Opened)).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithAPersonsPullRequestFromTheBranch_TakesItOver_G1()
    {
        _world.Forge.Add(ProposalWorld.Head, "main", "please");

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ProposalWorld.Import, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Import);
    }

    [Fact]
    public async Task Import_WithAnotherImportsPullRequestFromTheBranch_IsRefused_G1()
    {
        _world.Forge.Add(ProposalWorld.Head, "main", new PullRequestMarker("team-b/other", "sha256:" + new string('0', 64), true).ToString());

        var problem = Assert.Single(Assert.IsType<AttemptResult.Refused>(await _world.ImportAsync()).Problems);

        Assert.Contains("team-b/other", problem.Message, StringComparison.Ordinal);
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_IntoAnEmptyRepository_IsRefused_G1()
    {
        _world.Destination.Git("update-ref", "-d", "refs/heads/main");

        Assert.Contains("is empty", Assert.Single(Assert.IsType<AttemptResult.Refused>(await _world.ImportAsync()).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithTheBaseForItsBranch_IsRefused_G1()
    {
        _world.Proposal = _world.Proposal with { Head = ProposalWorld.Branch("main") };
        var tip = _world.Destination.Tip("main");

        Assert.IsType<AttemptResult.Refused>(await _world.ImportAsync());

        Assert.Equal(tip, _world.Destination.Tip("main"));
    }
}
