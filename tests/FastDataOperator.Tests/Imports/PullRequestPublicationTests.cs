using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>One pull request per import (G1 to G4), found again by nothing but its branch and its marker: from its opening until it is merged, closed or withdrawn.</summary>
public sealed class PullRequestPublicationTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_WithChanges_OpensOnePullRequestOnOneCommitOfTheBase_G1()
    {
        var @base = _world.Destination.Tip("main");

        var report = await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal((1, PullRequestState.Open), (_world.Forge.Only.Number, _world.Forge.Only.State));
        Assert.Equal((ProposalWorld.Head, "main"), (_world.Forge.Only.Head.Value, _world.Forge.Only.Base.Value));
        Assert.Equal(report.Commit!.Value.Value, _world.HeadTip);
        Assert.Equal(@base, _world.Destination.Git("rev-parse", $"{ProposalWorld.Head}^"));
        Assert.Equal(@base, _world.Destination.Tip("main"));
        Assert.Contains("sv_customer", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal([(1L, "fastdata")], _world.Forge.Labels);
        Assert.True(FoundPullRequests.MarkerOf(_world.Forge.Only) is { Import: ProposalWorld.Import, IsDecorated: true, IsAsked: false, Kind: PullRequestMarkerKind.Ordinary });
    }

    [Fact]
    public async Task Import_Again_ChangesNothing_K5()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var (tip, before) = (_world.HeadTip, _world.Forge.Only);
        _world.Forge.Calls.Clear();

        await _world.ProposeAsync(PullRequestFate.Current);

        Assert.Equal(["find"], _world.Forge.Calls);
        Assert.Equal((tip, before), (_world.HeadTip, _world.Forge.Only));
    }

    [Fact]
    public async Task Import_AfterASourceCommitThatChangesNothingSelected_LeavesCommitAndTextAlone_U1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var (tip, before) = (_world.HeadTip, _world.Forge.Only);
        _world.TouchSource();

        await _world.ProposeAsync(PullRequestFate.Current);

        Assert.Equal((tip, before), (_world.HeadTip, _world.Forge.Only));
    }

    [Fact]
    public async Task Import_AfterTheSourceMoved_UpdatesTheSamePullRequest_G1()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var digest = FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest;
        _world.SetSource("""{"fields":[2]}""");

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.NotEqual(digest, FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
        Assert.Contains("[2]", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal("1", _world.Destination.Git("rev-list", "--count", $"main..{ProposalWorld.Head}"));
    }

    [Fact]
    public async Task Import_AfterTheBaseMoved_PlansAgainOnItsNewCommit_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.TouchBase();

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(_world.Destination.Tip("main"), _world.Destination.Git("rev-parse", $"{ProposalWorld.Head}^"));
        Assert.Equal("1", _world.Destination.Git("rev-list", "--count", $"main..{ProposalWorld.Head}"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Import_AfterTheMerge_IsSilentAndTheBranchIsGone(bool squash, bool deleteBranch)
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1, squash, deleteBranch);

        var report = await _world.SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Equal(1, report.Request!.Number);
        Assert.Null(_world.HeadTip);
        _world.Forge.Calls.Clear();
        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
        Assert.Equal(["find"], _world.Forge.Calls);
    }

    [Fact]
    public async Task Import_AfterTheMerge_WithNewContent_OpensAnother()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        _world.SetSource("""{"fields":[2]}""");

        var report = await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(2, report.Request!.Number);
        Assert.Equal(_world.Destination.Tip("main"), _world.Destination.Git("rev-parse", $"{ProposalWorld.Head}^"));
    }

    [Fact]
    public async Task Import_AfterTheMergeWasTakenBack_OpensAnother()
    {
        var before = _world.Destination.ReadFile("main", ProposalWorld.File);
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        await _world.SettleAsync();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, before));

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_WhenTheChangeIsNoLongerNeeded_ClosesWithAWordAndDeletesTheBranch()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var file = _world.HeadFile;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file)); // somebody did it by hand
        Assert.Equal(PullRequestFate.WouldWithdraw, (await _world.ForeseeAsync())!.Fate);

        var report = await _world.SettleAsync();

        Assert.Equal(PullRequestFate.Withdrawn, report!.Fate);
        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Equal(PullRequestMarkerKind.Withdrawn, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
        Assert.Null(_world.HeadTip);
        Assert.Equal(PullRequestFate.Closed, (await _world.SettleAsync())!.Fate);
    }

    [Fact]
    public async Task Import_OfWhatWasWithdrawnBefore_OpensAnother_G3()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var (before, file) = (_world.Destination.ReadFile("main", ProposalWorld.File), _world.HeadFile);
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));
        await _world.SettleAsync();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, before));

        var report = await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(2, report.Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonClosedIt_StaysAwayUntilTheContentChanges_G3()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        var tip = _world.HeadTip;
        _world.TouchBase();

        var report = await _world.ProposeAsync(PullRequestFate.Declined);

        Assert.Equal(1, report.Request!.Number);
        Assert.Equal(tip, _world.HeadTip);
        Assert.Single(_world.Forge.All);

        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonClosedIt_OpensAnotherWhenAsked_G3()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened, asked: true)).Request!.Number);
        await _world.ProposeAsync(PullRequestFate.Current);
    }

    [Fact]
    public async Task Import_AfterAPersonOpenedItAgain_FollowsItAgain()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        await _world.ProposeAsync(PullRequestFate.Declined);
        _world.Forge.Set(1, PullRequestState.Open);

        await _world.ProposeAsync(PullRequestFate.Current);

        Assert.Single(_world.Forge.All);
    }

    [Fact]
    public async Task Import_AfterAPersonPutAnOlderOneInThePlaceOfANewer_FollowsTheOneThatIsOpen()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        await _world.ProposeAsync(PullRequestFate.Opened, asked: true);
        _world.Forge.Set(2, PullRequestState.Closed);
        _world.Forge.Set(1, PullRequestState.Open);

        Assert.Equal((PullRequestFate.Current, 1L), ((await _world.ForeseeAsync())!.Fate, (await _world.ForeseeAsync())!.Request!.Number));
        Assert.Equal(1, (await _world.ProposeAsync(PullRequestFate.Current)).Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonWroteAnotherTitleOrText_WritesItsOwn_G4()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var (title, body) = (_world.Forge.Only.Title, _world.Forge.Only.Body);

        _world.Forge.Change(1, static request => request with { Title = "mine" });
        await _world.ProposeAsync(PullRequestFate.Updated);
        _world.Forge.Change(1, static request => request with { Body = "my words\n" + request.Body });
        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal((title, body), (_world.Forge.Only.Title, _world.Forge.Only.Body));
    }

    [Fact]
    public async Task Import_AfterBothSidesMovedWithoutChangingThePlan_SaysWhichCommitItIsFromNow_G4()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.TouchSource();
        _world.TouchBase();

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Contains(_world.Source.Tip("main")!, _world.Forge.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithReviewersOnly_AsksThem()
    {
        _world.Proposal = _world.Proposal with { Labels = [], Reviewers = ["ada"] };

        Assert.Equal("ada is nobody here", Assert.Single((await _world.ProposeAsync(PullRequestFate.Opened)).Notes));
    }

    [Fact]
    public async Task Import_WithoutLabelsAndReviewers_IsOneCallToOpen()
    {
        _world.Proposal = _world.Proposal with { Labels = [] };

        await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(["find", "open"], _world.Forge.Calls);
    }

    [Fact]
    public async Task Import_ThatFailsAfterItWroteSomething_SaysWhatItWrote()
    {
        _world.Forge.Before = ("update", static () => throw new GitException(GitFailure.AccessDenied, false, "The forge does not let it.") { RetryAfter = TimeSpan.FromMinutes(3) });

        var failure = Assert.IsType<AttemptResult.Failed>(await _world.ImportAsync());

        Assert.Equal((GitFailure.AccessDenied, TimeSpan.FromMinutes(3)), (failure.Reason, failure.RetryAfter));
        Assert.Equal($"The forge does not let it. Before that, {_world.HeadTip![..7]} was pushed to {ProposalWorld.Head} and the pull request 1 was opened: https://forge.example/1", failure.Message);
        await _world.ProposeAsync(PullRequestFate.Updated);
    }

    [Fact]
    public async Task Import_WhoseProcessMayNoLongerWrite_AsksBeforeEveryWrite()
    {
        var asked = 0;
        _world.BeforeWrite = () => asked++;

        await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(4, asked); // push, open, decorate, update
    }
}
