using System.Text.RegularExpressions;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>One pull request per import (G1 to G4), found again by nothing but its branch and its marker.</summary>
public sealed class PullRequestPublicationTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_WithChanges_OpensOnePullRequestOnOneCommitOfTheBase_G1()
    {
        var @base = _world.Destination.Tip("main");

        var report = await ProposeAsync(PullRequestFate.Opened);

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
        await ProposeAsync(PullRequestFate.Opened);
        var (tip, before) = (_world.HeadTip, _world.Forge.Only);
        _world.Forge.Calls.Clear();

        await ProposeAsync(PullRequestFate.Current);

        Assert.Equal(["find"], _world.Forge.Calls);
        Assert.Equal((tip, before), (_world.HeadTip, _world.Forge.Only));
    }

    [Fact]
    public async Task Import_AfterASourceCommitThatChangesNothingSelected_LeavesCommitAndTextAlone_U1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var (tip, before) = (_world.HeadTip, _world.Forge.Only);
        _world.TouchSource();

        await ProposeAsync(PullRequestFate.Current);

        Assert.Equal((tip, before), (_world.HeadTip, _world.Forge.Only));
    }

    [Fact]
    public async Task Import_AfterTheSourceMoved_UpdatesTheSamePullRequest_G1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var digest = FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest;
        _world.SetSource("""{"fields":[2]}""");

        await ProposeAsync(PullRequestFate.Updated);

        Assert.NotEqual(digest, FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
        Assert.Contains("[2]", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal("1", _world.Destination.Git("rev-list", "--count", $"main..{ProposalWorld.Head}"));
    }

    [Fact]
    public async Task Import_AfterTheBaseMoved_PlansAgainOnItsNewCommit_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.TouchBase();

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(_world.Destination.Tip("main"), _world.Destination.Git("rev-parse", $"{ProposalWorld.Head}^"));
        Assert.Equal("1", _world.Destination.Git("rev-list", "--count", $"main..{ProposalWorld.Head}"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Import_AfterTheMerge_IsSilentAndTheBranchIsGone(bool squash, bool deleteBranch)
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1, squash, deleteBranch);

        var report = await SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Equal(1, report.Request!.Number);
        Assert.Null(_world.HeadTip);
        _world.Forge.Calls.Clear();
        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
        Assert.Equal(["find"], _world.Forge.Calls);
    }

    [Fact]
    public async Task Import_AfterTheMerge_WithNewContent_OpensAnother()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        _world.SetSource("""{"fields":[2]}""");

        var report = await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(2, report.Request!.Number);
        Assert.Equal(_world.Destination.Tip("main"), _world.Destination.Git("rev-parse", $"{ProposalWorld.Head}^"));
    }

    [Fact]
    public async Task Import_AfterTheMergeWasTakenBack_OpensAnother()
    {
        var before = _world.Destination.ReadFile("main", ProposalWorld.File);
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        await SettleAsync();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, before));

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_WhenTheChangeIsNoLongerNeeded_ClosesWithAWordAndDeletesTheBranch()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var file = _world.HeadFile;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file)); // somebody did it by hand
        Assert.Equal(PullRequestFate.WouldWithdraw, (await ForeseeAsync())!.Fate);

        var report = await SettleAsync();

        Assert.Equal(PullRequestFate.Withdrawn, report!.Fate);
        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Equal(PullRequestMarkerKind.Withdrawn, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
        Assert.Null(_world.HeadTip);
        Assert.Equal(PullRequestFate.Closed, (await SettleAsync())!.Fate);
    }

    [Fact]
    public async Task Import_OfWhatWasWithdrawnBefore_OpensAnother_G3()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var (before, file) = (_world.Destination.ReadFile("main", ProposalWorld.File), _world.HeadFile);
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));
        await SettleAsync();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, before));

        var report = await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(2, report.Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonClosedIt_StaysAwayUntilTheContentChanges_G3()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        var tip = _world.HeadTip;
        _world.TouchBase();

        var report = await ProposeAsync(PullRequestFate.Declined);

        Assert.Equal(1, report.Request!.Number);
        Assert.Equal(tip, _world.HeadTip);
        Assert.Single(_world.Forge.All);

        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonClosedIt_OpensAnotherWhenAsked_G3()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened, asked: true)).Request!.Number);
        await ProposeAsync(PullRequestFate.Current);
    }

    [Fact]
    public async Task Import_AfterAPersonOpenedItAgain_FollowsItAgain()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        await ProposeAsync(PullRequestFate.Declined);
        _world.Forge.Set(1, PullRequestState.Open);

        await ProposeAsync(PullRequestFate.Current);

        Assert.Single(_world.Forge.All);
    }

    [Fact]
    public async Task Import_AfterAPersonPutAnOlderOneInThePlaceOfANewer_FollowsTheOneThatIsOpen()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Set(1, PullRequestState.Closed);
        await ProposeAsync(PullRequestFate.Opened, asked: true);
        _world.Forge.Set(2, PullRequestState.Closed);
        _world.Forge.Set(1, PullRequestState.Open);

        Assert.Equal((PullRequestFate.Current, 1L), ((await ForeseeAsync())!.Fate, (await ForeseeAsync())!.Request!.Number));
        Assert.Equal(1, (await ProposeAsync(PullRequestFate.Current)).Request!.Number);
    }

    [Fact]
    public async Task Import_AfterAPersonWroteAnotherTitleOrText_WritesItsOwn_G4()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var (title, body) = (_world.Forge.Only.Title, _world.Forge.Only.Body);

        _world.Forge.Change(1, static request => request with { Title = "mine" });
        await ProposeAsync(PullRequestFate.Updated);
        _world.Forge.Change(1, static request => request with { Body = "my words\n" + request.Body });
        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal((title, body), (_world.Forge.Only.Title, _world.Forge.Only.Body));
    }

    [Fact]
    public async Task Import_AfterBothSidesMovedWithoutChangingThePlan_SaysWhichCommitItIsFromNow_G4()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.TouchSource();
        _world.TouchBase();

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Contains(_world.Source.Tip("main")!, _world.Forge.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithReviewersOnly_AsksThem()
    {
        _world.Proposal = _world.Proposal with { Labels = [], Reviewers = ["ada"] };

        Assert.Equal("ada is nobody here", Assert.Single((await ProposeAsync(PullRequestFate.Opened)).Notes));
    }

    [Fact]
    public async Task Import_WithoutLabelsAndReviewers_IsOneCallToOpen()
    {
        _world.Proposal = _world.Proposal with { Labels = [] };

        await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(["find", "open"], _world.Forge.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_WhoseBranchHeldAPersonsCommit_IsLabelledOnceAllTheSame(bool isLabelled)
    {
        if (isLabelled)
        {
            await ProposeAsync(PullRequestFate.Opened);
        }
        else
        {
            _world.Forge.Before = ("decorate", static () => throw new OperationCanceledException("killed"));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.ImportAsync());
        }

        var ours = _world.HeadTip!;
        _world.CommitToHead();
        await ProposeAsync(PullRequestFate.HasOtherCommits);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", ours);

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Single(_world.Forge.Calls, "decorate");
        Assert.Equal([(1L, "fastdata")], _world.Forge.Labels);
    }

    [Fact]
    public async Task Import_WhileTheBranchHoldsAPersonsCommit_TouchesNothingAndSaysSoOnce_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var theirs = _world.CommitToHead();
        _world.Forge.Change(1, request => request with { HeadCommit = CommitId.TryParse(theirs, out var tip) ? tip : null });
        _world.SetSource("""{"fields":[2]}""");

        var report = await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Contains($"{theirs[..7]} by Test Committer", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal(theirs, _world.HeadTip);
        Assert.Equal(PullRequestMarkerKind.Foreign, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
        _world.Forge.Calls.Clear();
        await ProposeAsync(PullRequestFate.HasOtherCommits);
        Assert.Equal(["find"], _world.Forge.Calls);
    }

    [Fact]
    public async Task Import_WhileTheBranchHoldsAPersonsCommit_SaysWhatItWouldWriteNow_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        await ProposeAsync(PullRequestFate.HasOtherCommits);
        var digest = FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest;
        _world.SetSource("""{"fields":[2]}""");

        await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.NotEqual(digest, FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
    }

    [Fact]
    public async Task Import_WithAPersonsPullRequestAndCommit_SpeaksOfThatOne_G2()
    {
        _world.CommitToHead();
        _world.Forge.Add(ProposalWorld.Head, "main", "please");

        Assert.Equal(1, (await ForeseeAsync())!.Request?.Number);
        Assert.Equal(1, (await ProposeAsync(PullRequestFate.HasOtherCommits)).Request?.Number);
    }

    [Fact]
    public async Task Import_WithAPersonsCommitOnTheBranchOfARefusedOne_SpeaksOfThatOne_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        _world.Forge.Set(1, PullRequestState.Closed);
        _world.SetSource("""{"fields":[2]}""");

        Assert.Equal(1, (await ForeseeAsync())!.Request?.Number);
        Assert.Equal(1, (await ProposeAsync(PullRequestFate.HasOtherCommits)).Request?.Number);
    }

    [Fact]
    public async Task Import_AfterThePersonsCommitIsGone_GoesOnAndTakesTheNoticeOut_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var ours = _world.HeadTip!;
        _world.CommitToHead();
        await ProposeAsync(PullRequestFate.HasOtherCommits);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", ours);

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ours, _world.HeadTip);
        Assert.Equal(PullRequestMarkerKind.Ordinary, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
    }

    [Fact]
    public async Task Import_OntoABranchThatHoldsNothingButTheBase_TakesIt_G2()
    {
        _world.Destination.Git("branch", ProposalWorld.Head, "main");

        await ProposeAsync(PullRequestFate.Opened);

        Assert.Contains("sv_customer", _world.HeadFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OntoABranchThatIsSomebodyElses_TouchesItNever_G2()
    {
        var theirs = _world.CommitToHead();

        var report = await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Null(report.Request);
        Assert.Null(report.Proposed);
        Assert.Equal(theirs, _world.HeadTip);
        Assert.Empty(_world.Forge.All);
    }

    [Theory]
    [InlineData("tree ([0-9a-f]+)", "tree {other}")]
    [InlineData("parent [0-9a-f]+", "parent {other}")]
    [InlineData("(author .*> )[0-9]+", "${1}1800000000")]
    [InlineData("(committer .*> )[0-9]+", "${1}1800000000")]
    [InlineData("author FastData Operator", "author Ada")]
    [InlineData("committer FastData Operator", "committer Ada")]
    [InlineData("(\n\n)fastdata: ", "${1}my words, fastdata: ")]
    [InlineData("FastData-Plan: .*\n", "")]
    [InlineData("FastData-Seal: .*\n", "")]
    [InlineData("\\z", "Reviewed-by: Ada\n")]
    public async Task Import_OfACommitThatSomebodyAmendedAsTheImportsOwnAuthor_TouchesItNever_G2(string pattern, string replacement)
    {
        await ProposeAsync(PullRequestFate.Opened);
        var commit = _world.Destination.Git("cat-file", "commit", ProposalWorld.Head) + "\n";
        var other = pattern.StartsWith("tree", StringComparison.Ordinal) ? _world.Destination.Git("rev-parse", "main^{tree}") : _world.Source.Tip("main");
        var amended = Regex.Replace(commit, pattern, replacement.Replace("{other}", other, StringComparison.Ordinal));
        Assert.NotEqual(commit, amended);
        var tip = _world.SetHead(amended);
        _world.SetSource("""{"fields":[2]}""");

        await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(tip, _world.HeadTip);
    }

    [Fact]
    public async Task Import_UnderAnotherAuthor_StillKnowsItsOwnCommit_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Author = new CommitAuthor("Another Bot", "bot@example.com");
        _world.SetSource("""{"fields":[2]}""");

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal("Another Bot", _world.Destination.Git("log", "-1", "--format=%cn", ProposalWorld.Head));
    }

    [Fact]
    public async Task Import_OverASealedCommitOfAnotherImport_TouchesItNever_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var theirs = _world.HeadTip;
        _world.Forge.Set(1, PullRequestState.Closed);
        _world.Request = _world.Request with { Name = "team-b/views" };

        await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(theirs, _world.HeadTip);
    }

    [Fact]
    public async Task Import_OfANotNeededChangeWithAPersonsCommit_ClosesAndKeepsTheBranch_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var file = _world.HeadFile;
        var theirs = _world.CommitToHead();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));

        Assert.Equal(PullRequestFate.Withdrawn, (await SettleAsync())!.Fate);

        Assert.Equal(theirs, _world.HeadTip);
    }

    [Fact]
    public async Task Import_AfterAMergeThatBroughtAPersonsCommitAlong_DeletesTheBranchAndGoesOn_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        _world.Merge(1);
        _world.SetSource("""{"fields":[2]}""");

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        _world.Merge(2);
        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
        Assert.Null(_world.HeadTip);
        Assert.Equal("theirs", _world.Destination.ReadFile("main", "fix.txt"));
    }

    [Fact]
    public async Task Import_AfterACommitThatCameTooLateForTheMerge_LeavesItThere_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        var late = _world.CommitToHead();
        _world.SetSource("""{"fields":[2]}""");

        await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(late, _world.HeadTip);
    }

    [Fact]
    public async Task Import_OntoAnotherBase_ClosesTheOneOntoTheOld_G1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", "main");
        _world.Base = "release";

        var report = await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal([PullRequestState.Closed, PullRequestState.Open], _world.Forge.All.Select(request => request.State));
        Assert.Equal("release", report.Request!.Base.Value);
        Assert.Contains("was closed", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Contains("proposed in `release` instead", _world.Forge.All[0].Body, StringComparison.Ordinal);
        _world.Base = "main";
        Assert.Equal(3, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_OntoAnotherBaseThatHasItAlready_ClosesTheOneOntoTheOldAsNotNeeded_G1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", ProposalWorld.Head);
        _world.Base = "release";

        await SettleAsync();

        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Contains("no longer needed", _world.Forge.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OntoAnotherBase_WhereTheOldOneIsMergedMeanwhile_SaysSo_G1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("branch", "release", "main");
        _world.Base = "release";
        _world.Forge.Before = ("close", () => _world.Forge.Set(1, PullRequestState.Merged));

        Assert.Contains("was merged meanwhile", Assert.Single((await ProposeAsync(PullRequestFate.Opened)).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithAPersonsPullRequestFromTheBranch_TakesItOver_G1()
    {
        _world.Forge.Add(ProposalWorld.Head, "main", "please");

        await ProposeAsync(PullRequestFate.Updated);

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
    public async Task Import_WhereSomebodyOpensOneMeanwhile_TakesThatOne_G1()
    {
        _world.Forge.Before = ("open", () => _world.Forge.Add(ProposalWorld.Head, "main", ""));

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ProposalWorld.Import, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Import);
    }

    [Fact]
    public async Task Import_ThatFailsAfterItWroteSomething_SaysWhatItWrote()
    {
        _world.Forge.Before = ("update", static () => throw new GitException(GitFailure.AccessDenied, false, "The forge does not let it.") { RetryAfter = TimeSpan.FromMinutes(3) });

        var failure = Assert.IsType<AttemptResult.Failed>(await _world.ImportAsync());

        Assert.Equal((GitFailure.AccessDenied, TimeSpan.FromMinutes(3)), (failure.Reason, failure.RetryAfter));
        Assert.Equal($"The forge does not let it. Before that, {_world.HeadTip![..7]} was pushed to {ProposalWorld.Head} and the pull request 1 was opened: https://forge.example/1", failure.Message);
        await ProposeAsync(PullRequestFate.Updated);
    }

    [Fact]
    public async Task Import_WhereItIsMergedMeanwhile_LooksAgain_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.SetSource("""{"fields":[2]}""");
        _world.Forge.Before = ("update", () => _world.Merge(1));

        var report = await SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("[2]", _world.Destination.ReadFile("main", ProposalWorld.File), StringComparison.Ordinal);
        Assert.Single(_world.Forge.All);
    }

    [Fact]
    public async Task Import_WhereItWasMergedBeforeThePush_LeavesTheTextOfWhatWasMerged_G4()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var before = _world.Forge.Only;
        _world.SetSource("""{"fields":[2]}""");
        Once(() => _world.Merge(1));

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        Assert.Equal((before.Title, before.Body), (_world.Forge.All[0].Title, _world.Forge.All[0].Body));
    }

    [Fact]
    public async Task Import_WhereAPersonClosedItBeforeTheNextTextWasThere_TakesItForARefusalOfWhatTheyRead_G3()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var before = _world.Forge.Only;
        _world.SetSource("""{"fields":[2]}""");
        Once(() => _world.Forge.Set(1, PullRequestState.Closed));

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        Assert.Equal((before.Title, before.Body), (_world.Forge.All[0].Title, _world.Forge.All[0].Body));
    }

    [Fact]
    public async Task Import_WhereItIsMergedAmidTheWithdrawal_LeavesItsText_G4()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () => _world.Forge.Set(1, PullRequestState.Merged));

        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);

        Assert.Equal(text, _world.Forge.Only.Body);
    }

    [Fact]
    public async Task Import_WhereItIsMergedAmidTheWithdrawalOnAForgeThatKeepsWhatIsOver_IsMergedAllTheSame()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () =>
        {
            _world.Forge.Set(1, PullRequestState.Merged);
            _world.Forge.Before = ("update", static () => throw new GitException(GitFailure.ServerError, false, "It is over."));
        });

        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
    }

    /// <summary>As a GitLab says <c>locked</c>, and closes nothing then.</summary>
    [Fact]
    public async Task Import_WhileItIsBeingMerged_DeletesNothingAndWaitsForTheEnd_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Interrupt = () =>
        {
            if (_world.Forge.Only.State == PullRequestState.Closed)
            {
                _world.Forge.Set(1, PullRequestState.Open);
            }
        };

        Assert.IsType<AttemptResult.LostEveryRace>(await _world.ImportAsync());

        Assert.NotNull(_world.HeadTip);
        Assert.Equal(text, _world.Forge.Only.Body);
        _world.Forge.Set(1, PullRequestState.Merged);
        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_WhereAnotherRunGoesFurtherWhileTheTextIsWritten_LeavesTheTextOfTheCommitThatIsThere_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.SetSource("""{"fields":[2]}""");
        _world.Forge.Before = ("update", () =>
        {
            _world.SetSource("""{"fields":[3]}""");
            ProposeAsync(PullRequestFate.Updated).GetAwaiter().GetResult();
        });

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Contains("[3]", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal(ProposedDigest(), FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
    }

    [Fact]
    public async Task Import_WhereAnotherRunWroteItsTextSinceThisOneLooked_WritesItsOwnAfterThePush_G2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.TouchBase();
        var isFirst = true;
        _world.BeforeWrite = () =>
        {
            if (isFirst)
            {
                isFirst = false;
                _world.Forge.Change(1, static request => request with { Body = new PullRequestMarker(ProposalWorld.Import, "sha256:" + new string('0', 64), true).ToString() });
            }
        };

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ProposedDigest(), FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
        Assert.Equal(text, _world.Forge.Only.Body);
    }

    [Fact]
    public async Task Import_WhereAnotherRunWritesItsTextAmidTheWithdrawal_IsNotRefusedByThat_G3()
    {
        var file = _world.Destination.ReadFile("main", ProposalWorld.File);
        await ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () => _world.Forge.Change(1, request => request with { Body = text }));
        Assert.Equal(PullRequestFate.Withdrawn, (await SettleAsync())!.Fate);

        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));

        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened)).Request!.Number);
    }

    [Fact]
    public async Task Import_ThatSignsFromNowOn_SignsWhatIsProposedAlready()
    {
        using var keys = new SshKeys();
        await ProposeAsync(PullRequestFate.Opened);
        Assert.True(CommitSigner.TryReadSsh(await File.ReadAllBytesAsync(keys.Generate("-t ed25519"), TestContext.Current.CancellationToken), null, out var signer, out _));
        _world.Signer = signer;

        Assert.Equal(PullRequestFate.WouldUpdate, (await ForeseeAsync())!.Fate);
        await ProposeAsync(PullRequestFate.Updated);

        Assert.Contains("gpgsig ", _world.Destination.Git("cat-file", "commit", ProposalWorld.Head), StringComparison.Ordinal);
        var tip = _world.HeadTip;
        await ProposeAsync(PullRequestFate.Current);
        _world.Signer = null;
        await ProposeAsync(PullRequestFate.Current);
        Assert.Equal(tip, _world.HeadTip);
    }

    [Fact]
    public async Task Import_WhereTheBranchMovesBeforeThePush_LooksAgainAndKeepsTheirs_G2()
    {
        var isFirst = true;
        _world.BeforeWrite = () =>
        {
            if (isFirst)
            {
                isFirst = false;
                _world.CommitToHead();
            }
        };

        await ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal("theirs", _world.Destination.ReadFile(ProposalWorld.Head, "fix.txt"));
    }

    [Fact]
    public async Task Import_ByAServerThatTakesNoForcedPush_SaysItInItsWords()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("config", "receive.denyNonFastForwards", "true");
        _world.TouchBase();

        var rejected = Assert.IsType<AttemptResult.Rejected>(await _world.ImportAsync());

        Assert.Equal(ProposalWorld.Head, rejected.Branch);
        Assert.Contains("non-fast-forward", rejected.ServerWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WhoseBranchAPersonAlsoProposesElsewhere_LeavesThemTheBranch()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Add(ProposalWorld.Head, "release", "for the release too");
        var tip = _world.HeadTip;
        _world.Merge(1);

        var report = await SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("2 onto release", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal((tip, PullRequestState.Open), (_world.HeadTip, _world.Forge.All[1].State));
        _world.Forge.Set(2, PullRequestState.Merged);
        await SettleAsync();
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_WithABranchThatMayNotBeDeleted_IsMergedAllTheSame()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("config", "receive.denyDeletes", "true");
        _world.Merge(1);

        var report = await SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("could not be deleted", Assert.Single(report.Notes), StringComparison.Ordinal);
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

    [Fact]
    public async Task Import_OfAnUpdateThatWasAskedFor_StaysAskedForWhileThePullRequestIsOpen_U1()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        _world.Request = _world.Request with { Update = UpdatePolicy.Manual };
        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
        Assert.Equal(2, (await ProposeAsync(PullRequestFate.Opened, asked: true)).Request!.Number);

        await ProposeAsync(PullRequestFate.Current);
        _world.SetSource("""{"fields":[3]}""");
        await ProposeAsync(PullRequestFate.Updated);
        Assert.Contains("[3]", _world.HeadFile, StringComparison.Ordinal);

        _world.Merge(2);
        _world.SetSource("""{"fields":[4]}""");
        Assert.Equal(PullRequestFate.Merged, (await SettleAsync())!.Fate);
        Assert.Equal(2, _world.Forge.All.Count);
    }

    [Fact]
    public async Task Import_OfACopy_ThatIsMergedWhileTheSourceMovesOn_KnowsItAsItsOwn_K5()
    {
        _world.Request = _world.Request with { ImportAs = ImportMode.Resource };
        await ProposeAsync(PullRequestFate.Opened);
        _world.Proposal = _world.Proposal with { ProposedCopies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv_customer", null) } };
        await ProposeAsync(PullRequestFate.Current); // while it waits, it is not made yet
        _world.Forge.Set(1, PullRequestState.Closed);
        await ProposeAsync(PullRequestFate.Declined); // nor where it was refused
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
        await ProposeAsync(PullRequestFate.Opened);
        _world.Proposal = _world.Proposal with { ProposedCopies = new HashSet<ResourceId> { new(ResourceKind.SingleView, "sv_customer", null) } };
        _world.Forge.Change(2, static request => request with { Body = "in my own words" });

        await ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(PullRequestState.Open, _world.Forge.All[1].State);
    }

    [Fact]
    public async Task Plan_AtEachTurn_SaysWhatAnImportWouldDoAndWritesNothing()
    {
        Assert.Equal(PullRequestFate.WouldOpen, (await ForeseeAsync())!.Fate);
        Assert.Null(_world.HeadTip);
        await ProposeAsync(PullRequestFate.Opened);
        Assert.Equal(PullRequestFate.Current, (await ForeseeAsync())!.Fate);
        _world.SetSource("""{"fields":[2]}""");
        Assert.Equal(PullRequestFate.WouldUpdate, (await ForeseeAsync())!.Fate);
        _world.CommitToHead();
        Assert.Equal(PullRequestFate.HasOtherCommits, (await ForeseeAsync())!.Fate);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", $"{ProposalWorld.Head}^");
        await ProposeAsync(PullRequestFate.Updated);
        _world.Forge.Set(1, PullRequestState.Closed);
        Assert.Equal(PullRequestFate.Declined, (await ForeseeAsync())!.Fate);
        Assert.Equal(PullRequestFate.WouldOpen, (await ForeseeAsync(asked: true))!.Fate);
        _world.Forge.Set(1, PullRequestState.Open);
        _world.Merge(1);
        Assert.Equal(PullRequestFate.Merged, (await ForeseeAsync())!.Fate);
        Assert.All(_world.Forge.Calls.Where(call => call != "find"), call => Assert.Contains(call, (string[])["open", "decorate", "update"]));
    }

    [Fact]
    public async Task Plan_WhereTheForgeCannotBeAsked_SaysSoAndPlansAllTheSame()
    {
        _world.Forge.Interrupt = static () => throw new GitException(GitFailure.ConnectionFailed, true, "the line went dead");

        var report = await ForeseeAsync();

        Assert.Equal(PullRequestFate.Unknown, report!.Fate);
        Assert.Equal("the line went dead", report.Failure!.Message);
    }

    [Fact]
    public async Task Remove_OfWhatWasMerged_OpensAPullRequestThatRemovesIt_P2()
    {
        await ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        await SettleAsync();

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
        await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(PullRequestFate.Withdrawn, Assert.IsType<AttemptResult.Planned>(await _world.RemoveAsync()).PullRequest!.Fate);

        Assert.Equal(PullRequestState.Closed, _world.Forge.Only.State);
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_WhoseProcessMayNoLongerWrite_AsksBeforeEveryWrite()
    {
        var asked = 0;
        _world.BeforeWrite = () => asked++;

        await ProposeAsync(PullRequestFate.Opened);

        Assert.Equal(4, asked); // push, open, decorate, update
    }

    /// <summary>Right before the next write, whatever it is.</summary>
    private void Once(Action act) => _world.BeforeWrite = () =>
    {
        _world.BeforeWrite = static () => { };
        act();
    };

    /// <summary>The plan that the proposed commit makes.</summary>
    private string? ProposedDigest() => CommitTrailers.Read(_world.Destination.Git("log", "-1", "--format=%B", ProposalWorld.Head), CommitTrailers.Plan);

    private async Task<PullRequestReport> ProposeAsync(PullRequestFate expected, bool asked = false)
    {
        var result = await _world.ImportAsync(asked);
        var report = Assert.IsType<AttemptResult.Proposed>(result).PullRequest!;
        Assert.Equal(expected, report.Fate);
        return report;
    }

    private async Task<PullRequestReport?> SettleAsync() => Assert.IsType<AttemptResult.Planned>(await _world.ImportAsync()).PullRequest;

    private async Task<PullRequestReport?> ForeseeAsync(bool asked = false) => Assert.IsType<AttemptResult.Planned>(await _world.PlanAsync(asked)).PullRequest;
}
