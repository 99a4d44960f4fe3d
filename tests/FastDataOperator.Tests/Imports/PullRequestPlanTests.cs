using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;

namespace FastDataOperator.Tests.Imports;

/// <summary>What a pull request that is open makes of the next plan (U1, K5), what a plan foresees, and removals (P2).</summary>
public sealed class PullRequestPlanTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_OfAnUpdateThatWasAskedFor_StaysAskedForWhileThePullRequestIsOpen_U1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        _world.Request = _world.Request with { Update = UpdatePolicy.Manual };
        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened, asked: true)).Request!.Number);

        await _world.ProposeAsync(PullRequestFate.Current);
        _world.SetSource("""{"fields":[3]}""");
        await _world.ProposeAsync(PullRequestFate.Updated);
        Assert.Contains("[3]", _world.HeadFile, StringComparison.Ordinal);

        _world.Merge(2);
        _world.SetSource("""{"fields":[4]}""");
        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
        Assert.Equal(2, _world.Forge.All.Count);
    }

    [Fact]
    public async Task Import_OfACopy_ThatIsMergedWhileTheSourceMovesOn_KnowsItAsItsOwn_K5()
    {
        _world.Request = _world.Request with { ImportAs = ImportMode.Resource };
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Proposal = _world.Proposal with { ProposedCopies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv_customer", null) } };
        await _world.ProposeAsync(PullRequestFate.Current); // while it waits, it is not made yet
        _world.Forge.Set(1, PullRequestState.Closed);
        await _world.ProposeAsync(PullRequestFate.Declined); // nor where it was refused
        _world.Forge.Set(1, PullRequestState.Open);
        _world.Merge(1);
        _world.SetSource("""{"fields":[2]}""");

        var planned = Assert.IsType<AttemptResult.Planned>(await _world.ImportAsync());

        Assert.Equal(ChangeAction.LeftAlone, Assert.Single(planned.Plan.Changes).Action);
    }

    [Fact]
    public async Task Import_OfACopy_WhoseMarkerSomebodyTookAwayAfterAnEarlierMerge_IsStillProposed_K5()
    {
        _world.Forge.Add(ProposalWorld.Head, "main", new PullRequestMarker(ProposalWorld.Import, "sha256:" + new string('0', 64), true).ToString());
        _world.Forge.Set(1, PullRequestState.Merged);
        _world.Request = _world.Request with { ImportAs = ImportMode.Resource };
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Proposal = _world.Proposal with { ProposedCopies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv_customer", null) } };
        _world.Forge.Change(2, static request => request with { Body = "in my own words" });

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(PullRequestState.Open, _world.Forge.All[1].State);
    }

    [Fact]
    public async Task Plan_AtEachTurn_SaysWhatAnImportWouldDoAndWritesNothing()
    {
        Assert.Equal(PullRequestFate.WouldOpen, (await _world.ForeseeAsync())!.Fate);
        Assert.Null(_world.HeadTip);
        await _world.ProposeAsync(PullRequestFate.Opened);
        Assert.Equal(PullRequestFate.Current, (await _world.ForeseeAsync())!.Fate);
        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(PullRequestFate.WouldUpdate, (await _world.ForeseeAsync())!.Fate);
        _world.CommitToHead();
        Assert.Equal(PullRequestFate.HasOtherCommits, (await _world.ForeseeAsync())!.Fate);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", $"{ProposalWorld.Head}^");
        await _world.ProposeAsync(PullRequestFate.Updated);
        _world.Forge.Set(1, PullRequestState.Closed);
        Assert.Equal(PullRequestFate.Declined, (await _world.ForeseeAsync())!.Fate);
        Assert.Equal(PullRequestFate.WouldOpen, (await _world.ForeseeAsync(asked: true))!.Fate);
        _world.Forge.Set(1, PullRequestState.Open);
        _world.Merge(1);
        Assert.Equal(PullRequestFate.Merged, (await _world.ForeseeAsync())!.Fate);
        Assert.All(_world.Forge.Calls.Where(call => call != "find"), call => Assert.Contains(call, (string[])["open", "decorate", "update"]));
    }

    [Fact]
    public async Task Plan_WhereTheForgeCannotBeAsked_SaysSoAndPlansAllTheSame()
    {
        _world.Forge.Interrupt = static () => throw new GitException(GitFailure.ConnectionFailed, true, "the line went dead");

        var report = await _world.ForeseeAsync();

        Assert.Equal(PullRequestFate.Unknown, report!.Fate);
        Assert.Equal("the line went dead", report.Failure!.Message);
    }

    [Fact]
    public async Task Remove_OfWhatWasMerged_OpensAPullRequestThatRemovesIt_P2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        await _world.SettleAsync();

        var removed = Assert.IsType<AttemptResult.Proposed>(await _world.RemoveAsync());

        Assert.Equal((PullRequestFate.Opened, 2L), (removed.PullRequest!.Fate, removed.PullRequest.Request!.Number));
        Assert.DoesNotContain("sv_customer", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal(PullRequestFate.Current, (await _world.RemoveAsync()).PullRequest!.Fate);
        _world.Forge.Set(2, PullRequestState.Closed);
        Assert.Equal(PullRequestFate.Declined, (await _world.RemoveAsync()).PullRequest!.Fate);
    }

    [Fact]
    public async Task Remove_OfWhatOnlyWaits_ClosesThePullRequest_P2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(PullRequestFate.Withdrawn, Assert.IsType<AttemptResult.Planned>(await _world.RemoveAsync()).PullRequest!.Fate);

        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Null(_world.HeadTip);
    }
}
