using System.Text.RegularExpressions;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>An import's branch: what is its own, and what other people put there (G2).</summary>
public sealed class PullRequestBranchTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_WhoseBranchHeldAPersonsCommit_IsLabelledOnceAllTheSame(bool isLabelled)
    {
        if (isLabelled)
        {
            await _world.ProposeAsync(PullRequestFate.Opened);
        }
        else
        {
            _world.Forge.Before = ("decorate", static () => throw new OperationCanceledException("killed"));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.ImportAsync());
        }

        var ours = _world.HeadTip!;
        _world.CommitToHead();
        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", ours);

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Single(_world.Forge.Calls, "decorate");
        Assert.Equal([(1L, "fastdata")], _world.Forge.Labels);
    }

    [Fact]
    public async Task Import_WhileTheBranchHoldsAPersonsCommit_TouchesNothingAndSaysSoOnce_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var theirs = _world.CommitToHead();
        _world.Forge.Change(1, request => request with { HeadCommit = CommitId.TryParse(theirs, out var tip) ? tip : null });
        _world.SetSource("""{"fields":[2]}""");

        var report = await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Contains($"{theirs[..7]} by Test Committer", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal(theirs, _world.HeadTip);
        Assert.Equal(PullRequestMarkerKind.Foreign, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
        _world.Forge.Calls.Clear();
        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);
        Assert.Equal(["find"], _world.Forge.Calls);
    }

    [Fact]
    public async Task Import_WhileTheBranchHoldsAPersonsCommit_SaysWhatItWouldWriteNow_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);
        var digest = FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest;
        _world.SetSource("""{"fields":[2]}""");

        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.NotEqual(digest, FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
    }

    [Fact]
    public async Task Import_WithAPersonsPullRequestAndCommit_SpeaksOfThatOne_G2()
    {
        _world.CommitToHead();
        _world.Forge.Add(ProposalWorld.Head, "main", "please");

        Assert.Equal(1, (await _world.ForeseeAsync())!.Request?.Number);
        Assert.Equal(1, (await _world.ProposeAsync(PullRequestFate.HasOtherCommits)).Request?.Number);
    }

    [Fact]
    public async Task Import_WithAPersonsCommitOnTheBranchOfARefusedOne_SpeaksOfThatOne_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        _world.Forge.Set(1, PullRequestState.Closed);
        _world.SetSource("""{"fields":[2]}""");

        Assert.Equal(1, (await _world.ForeseeAsync())!.Request?.Number);
        Assert.Equal(1, (await _world.ProposeAsync(PullRequestFate.HasOtherCommits)).Request?.Number);
    }

    [Fact]
    public async Task Import_AfterThePersonsCommitIsGone_GoesOnAndTakesTheNoticeOut_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var ours = _world.HeadTip!;
        _world.CommitToHead();
        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);
        _world.Destination.Git("update-ref", $"refs/heads/{ProposalWorld.Head}", ours);

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ours, _world.HeadTip);
        Assert.Equal(PullRequestMarkerKind.Ordinary, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Kind);
    }

    [Fact]
    public async Task Import_OntoABranchThatHoldsNothingButTheBase_TakesIt_G2()
    {
        _world.Destination.Git("branch", ProposalWorld.Head, "main");

        await _world.ProposeAsync(PullRequestFate.Opened);

        Assert.Contains("sv_customer", _world.HeadFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OntoABranchThatIsSomebodyElses_TouchesItNever_G2()
    {
        var theirs = _world.CommitToHead();

        var report = await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

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
        await _world.ProposeAsync(PullRequestFate.Opened);
        var commit = _world.Destination.Git("cat-file", "commit", ProposalWorld.Head) + "\n";
        var other = pattern.StartsWith("tree", StringComparison.Ordinal) ? _world.Destination.Git("rev-parse", "main^{tree}") : _world.Source.Tip("main");
        var amended = Regex.Replace(commit, pattern, replacement.Replace("{other}", other, StringComparison.Ordinal));
        Assert.NotEqual(commit, amended);
        var tip = _world.SetHead(amended);
        _world.SetSource("""{"fields":[2]}""");

        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(tip, _world.HeadTip);
    }

    [Fact]
    public async Task Import_UnderAnotherAuthor_StillKnowsItsOwnCommit_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Author = new CommitAuthor("Another Bot", "bot@example.com");
        _world.SetSource("""{"fields":[2]}""");

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal("Another Bot", _world.Destination.Git("log", "-1", "--format=%cn", ProposalWorld.Head));
    }

    [Fact]
    public async Task Import_OverASealedCommitOfAnotherImport_TouchesItNever_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var theirs = _world.HeadTip;
        _world.Forge.Set(1, PullRequestState.Closed);
        _world.Request = _world.Request with { Name = "team-b/views" };

        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(theirs, _world.HeadTip);
    }

    [Fact]
    public async Task Import_OfANotNeededChangeWithAPersonsCommit_ClosesAndKeepsTheBranch_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var file = _world.HeadFile;
        var theirs = _world.CommitToHead();
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));

        Assert.Equal(PullRequestFate.Withdrawn, (await _world.SettleAsync())!.Fate);

        Assert.Equal(theirs, _world.HeadTip);
    }

    [Fact]
    public async Task Import_AfterAMergeThatBroughtAPersonsCommitAlong_DeletesTheBranchAndGoesOn_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.CommitToHead();
        _world.Merge(1);
        _world.SetSource("""{"fields":[2]}""");

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        _world.Merge(2);
        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
        Assert.Null(_world.HeadTip);
        Assert.Equal("theirs", _world.Destination.ReadFile("main", "fix.txt"));
    }

    [Fact]
    public async Task Import_AfterACommitThatCameTooLateForTheMerge_LeavesItThere_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Merge(1);
        var late = _world.CommitToHead();
        _world.SetSource("""{"fields":[2]}""");

        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal(late, _world.HeadTip);
    }

    [Fact]
    public async Task Import_ThatSignsFromNowOn_SignsWhatIsProposedAlready()
    {
        using var keys = new SshKeys();
        await _world.ProposeAsync(PullRequestFate.Opened);
        Assert.True(CommitSigner.TryReadSsh(await File.ReadAllBytesAsync(keys.Generate("-t ed25519"), TestContext.Current.CancellationToken), null, out var signer, out _));
        _world.Signer = signer;

        Assert.Equal(PullRequestFate.WouldUpdate, (await _world.ForeseeAsync())!.Fate);
        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Contains("gpgsig ", _world.Destination.Git("cat-file", "commit", ProposalWorld.Head), StringComparison.Ordinal);
        var tip = _world.HeadTip;
        await _world.ProposeAsync(PullRequestFate.Current);
        _world.Signer = null;
        await _world.ProposeAsync(PullRequestFate.Current);
        Assert.Equal(tip, _world.HeadTip);
    }

    [Fact]
    public async Task Import_ByAServerThatTakesNoForcedPush_SaysItInItsWords()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("config", "receive.denyNonFastForwards", "true");
        _world.TouchBase();

        var rejected = Assert.IsType<AttemptResult.Rejected>(await _world.ImportAsync());

        Assert.Equal(ProposalWorld.Head, rejected.Branch);
        Assert.Contains("non-fast-forward", rejected.ServerWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WhoseBranchAPersonAlsoProposesElsewhere_LeavesThemTheBranch()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Forge.Add(ProposalWorld.Head, "release", "for the release too");
        var tip = _world.HeadTip;
        _world.Merge(1);

        var report = await _world.SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("2 onto release", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal((tip, PullRequestState.Open), (_world.HeadTip, _world.Forge.All[1].State));
        _world.Forge.Set(2, PullRequestState.Merged);
        await _world.SettleAsync();
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_WithABranchThatMayNotBeDeleted_IsMergedAllTheSame()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Git("config", "receive.denyDeletes", "true");
        _world.Merge(1);

        var report = await _world.SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("could not be deleted", Assert.Single(report.Notes), StringComparison.Ordinal);
    }
}
