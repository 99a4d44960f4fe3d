using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Imports;

/// <summary>What other runs, people and the forge do while an import is under way (G2, G3).</summary>
public sealed class PullRequestRaceTests : IDisposable
{
    private readonly ProposalWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_WhereSomebodyOpensOneMeanwhile_TakesThatOne_G1()
    {
        _world.Forge.Before = ("open", () => _world.Forge.Add(ProposalWorld.Head, "main", ""));

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(ProposalWorld.Import, FoundPullRequests.MarkerOf(_world.Forge.Only)!.Import);
    }

    [Fact]
    public async Task Import_WhereItIsMergedMeanwhile_LooksAgain_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.SetSource("""{"fields":[2]}""");
        _world.Forge.Before = ("update", () => _world.Merge(1));

        var report = await _world.SettleAsync();

        Assert.Equal(PullRequestFate.Merged, report!.Fate);
        Assert.Contains("[2]", _world.Destination.ReadFile("main", ProposalWorld.File), StringComparison.Ordinal);
        Assert.Single(_world.Forge.All);
    }

    [Fact]
    public async Task Import_WhereItWasMergedBeforeThePush_LeavesTheTextOfWhatWasMerged_G4()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var before = _world.Forge.Only;
        _world.SetSource("""{"fields":[2]}""");
        _world.Once(() => _world.Merge(1));

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        Assert.Equal((before.Title, before.Body), (_world.Forge.All[0].Title, _world.Forge.All[0].Body));
    }

    [Fact]
    public async Task Import_WhereAPersonClosedItBeforeTheNextTextWasThere_TakesItForARefusalOfWhatTheyRead_G3()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var before = _world.Forge.Only;
        _world.SetSource("""{"fields":[2]}""");
        _world.Once(() => _world.Forge.Set(1, PullRequestState.Closed));

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);

        Assert.Equal((before.Title, before.Body), (_world.Forge.All[0].Title, _world.Forge.All[0].Body));
    }

    [Fact]
    public async Task Import_WhereItIsMergedAmidTheWithdrawal_LeavesItsText_G4()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () => _world.Forge.Set(1, PullRequestState.Merged));

        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);

        Assert.Equal(text, _world.Forge.Only.Body);
    }

    [Fact]
    public async Task Import_WhereItIsMergedAmidTheWithdrawalOnAForgeThatKeepsWhatIsOver_IsMergedAllTheSame()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () =>
        {
            _world.Forge.Set(1, PullRequestState.Merged);
            _world.Forge.Before = ("update", static () => throw new GitException(GitFailure.ServerError, false, "It is over."));
        });

        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
    }

    /// <summary>As a GitLab says <c>locked</c>, and closes nothing then.</summary>
    [Fact]
    public async Task Import_WhileItIsBeingMerged_DeletesNothingAndWaitsForTheEnd_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
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
        Assert.Equal(PullRequestFate.Merged, (await _world.SettleAsync())!.Fate);
        Assert.Null(_world.HeadTip);
    }

    [Fact]
    public async Task Import_WhereAnotherRunGoesFurtherWhileTheTextIsWritten_LeavesTheTextOfTheCommitThatIsThere_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
        _world.SetSource("""{"fields":[2]}""");
        _world.Forge.Before = ("update", () =>
        {
            _world.SetSource("""{"fields":[3]}""");
            _world.ProposeAsync(PullRequestFate.Updated).GetAwaiter().GetResult();
        });

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Contains("[3]", _world.HeadFile, StringComparison.Ordinal);
        Assert.Equal(_world.ProposedDigest(), FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
    }

    [Fact]
    public async Task Import_WhereAnotherRunWroteItsTextSinceThisOneLooked_WritesItsOwnAfterThePush_G2()
    {
        await _world.ProposeAsync(PullRequestFate.Opened);
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

        await _world.ProposeAsync(PullRequestFate.Updated);

        Assert.Equal(_world.ProposedDigest(), FoundPullRequests.MarkerOf(_world.Forge.Only)!.PlanDigest);
        Assert.Equal(text, _world.Forge.Only.Body);
    }

    [Fact]
    public async Task Import_WhereAnotherRunWritesItsTextAmidTheWithdrawal_IsNotRefusedByThat_G3()
    {
        var file = _world.Destination.ReadFile("main", ProposalWorld.File);
        await _world.ProposeAsync(PullRequestFate.Opened);
        var text = _world.Forge.Only.Body;
        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, _world.HeadFile));
        _world.Forge.Before = ("close", () => _world.Forge.Change(1, request => request with { Body = text }));
        Assert.Equal(PullRequestFate.Withdrawn, (await _world.SettleAsync())!.Fate);

        _world.Destination.Commit("main", new TestFile(ProposalWorld.File, file));

        Assert.Equal(2, (await _world.ProposeAsync(PullRequestFate.Opened)).Request!.Number);
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

        await _world.ProposeAsync(PullRequestFate.HasOtherCommits);

        Assert.Equal("theirs", _world.Destination.ReadFile(ProposalWorld.Head, "fix.txt"));
    }
}
