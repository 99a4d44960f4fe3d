using FastDataOperator.Core.Imports;
using FastDataOperator.Git.Forges;
using FastDataOperator.Reconcilers;
using FastDataOperator.Status;
using FastDataOperator.Testing;
using FastDataOperator.Tests.EndToEnd;
using FastDataOperator.Tests.Imports;

namespace FastDataOperator.Tests.Reconcilers;

/// <summary>Pass after pass over an import that publishes as a pull request, with real repositories: what the status says, what the forge is asked.</summary>
public sealed class PullRequestPassTests(SharedGitServer server) : IDisposable
{
    private readonly PullRequestPasses _passes = new(server);

    public void Dispose() => _passes.Dispose();

    [Fact]
    public async Task Pass_WithChanges_OpensAndIsReady_AndThenAsksTheForgeOnceAPass()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Ready));
        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Published));
        Assert.Equal(("False", "PullRequestOpen"), _passes.Condition(ConditionType.Merged));
        Assert.Equal((1L, "Open", "https://forge.example/1"), (_passes.Status.PullRequest!.Number, _passes.Status.PullRequest.State, _passes.Status.PullRequest.Url));
        Assert.Equal(_passes.Destination.Tip(PullRequestPasses.Head), _passes.Status.Destination!.PushedCommit);
        Assert.Equal($"main@sha1:{_passes.Destination.Tip("main")}", _passes.Status.Destination.Revision);
        Assert.True(Assert.Single(_passes.Status.Resources).Proposed);
        Assert.Equal(["PullRequestOpened"], _passes.Events);
        Assert.Equal("PullRequestOpened", Assert.Single(_passes.Status.History).Reason);

        _passes.Forge.Calls.Clear();
        await _passes.RunAsync<PassOutcome.Unmoved>();
        Assert.Equal(["find"], _passes.Forge.Calls);

        _passes.Replace();
        await _passes.RunAsync<PassOutcome.Unmoved>();
        Assert.Equal(["find", "find"], _passes.Forge.Calls);
    }

    [Fact]
    public async Task Pass_AfterTheMerge_SaysSoAndIsSilentAfterwards()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Merge(1);

        await _passes.RunAsync<PassOutcome.Planned>();

        Assert.Equal(("True", "UpToDate"), _passes.Condition(ConditionType.Ready));
        Assert.Equal(("True", "PullRequestMerged"), _passes.Condition(ConditionType.Merged));
        Assert.Equal("Merged", _passes.Status.PullRequest!.State);
        Assert.Null(Assert.Single(_passes.Status.Resources).Proposed);
        Assert.Equal(["PullRequestOpened", "PullRequestMerged"], _passes.Events);
        Assert.Null(_passes.Destination.Tip(PullRequestPasses.Head));

        _passes.Forge.Calls.Clear();
        await _passes.RunAsync<PassOutcome.Unmoved>();
        Assert.Empty(_passes.Forge.Calls);
    }

    [Fact]
    public async Task Pass_AfterAPersonClosedIt_StallsAlthoughNothingMoved_AndGoesOnWhenItIsOpenAgain_G3()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Forge.Set(1, PullRequestState.Closed);

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal(("False", "PullRequestDeclined"), _passes.Condition(ConditionType.Ready));
        Assert.Equal(("True", "PullRequestDeclined"), _passes.Condition(ConditionType.Stalled));
        Assert.Contains("kubectl fastdata reconcile views -n team-a", _passes.Status.Find(ConditionType.Ready)!.Message, StringComparison.Ordinal);
        Assert.Equal("Closed", _passes.Status.PullRequest!.State);
        Assert.Equal(["PullRequestOpened", "PullRequestDeclined"], _passes.Events);
        await _passes.RunAsync<PassOutcome.Unmoved>();

        _passes.Forge.Set(1, PullRequestState.Open);
        await _passes.RunAsync<PassOutcome.Proposed>();
        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Ready));
        Assert.Equal("Open", _passes.Status.PullRequest!.State);
    }

    [Fact]
    public async Task Pass_AskedAfterARefusal_OpensAnother_G3()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Forge.Set(1, PullRequestState.Closed);
        await _passes.RunAsync<PassOutcome.Proposed>();

        _passes.Ask("now");
        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal((2L, "Open"), (_passes.Status.PullRequest!.Number, _passes.Status.PullRequest.State));
        Assert.Equal("now", _passes.Status.LastHandledReconcileAt);
        await _passes.RunAsync<PassOutcome.Unmoved>();
    }

    [Fact]
    public async Task Pass_AfterAPersonPutAnOlderOneInThePlaceOfANewer_FollowsTheOneThatIsOpen()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Forge.Set(1, PullRequestState.Closed);
        _passes.Ask("now");
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Forge.Set(2, PullRequestState.Closed);
        _passes.Forge.Set(1, PullRequestState.Open);

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal((1L, "Open"), (_passes.Status.PullRequest!.Number, _passes.Status.PullRequest.State));
        await _passes.RunAsync<PassOutcome.Unmoved>();
    }

    [Fact]
    public async Task Pass_AfterAPersonPointedItAtAnotherBranch_ProposesAgain_G1()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Destination.Git("branch", "release", "main");
        _passes.Forge.Change(1, static request => request with { Base = ProposalWorld.Branch("release") });

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal([PullRequestState.Closed, PullRequestState.Open], _passes.Forge.All.Select(static request => request.State));
        Assert.Equal(2, _passes.Status.PullRequest!.Number);
        await _passes.RunAsync<PassOutcome.Unmoved>();
    }

    [Fact]
    public async Task Pass_AfterAnotherRunLeftAnOlderText_WritesItsOwn()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        var text = _passes.Forge.Only.Body;
        _passes.Forge.Change(1, request => request with { Body = text.Replace(_passes.Status.Plan!.Digest!, "sha256:" + new string('0', 64), StringComparison.Ordinal) });

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal(text, _passes.Forge.Only.Body);
        await _passes.RunAsync<PassOutcome.Unmoved>();
    }

    [Fact]
    public async Task Pass_AfterAPersonsCommit_StallsAndGoesOnWithoutIt_G2()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        var ours = _passes.Destination.Tip(PullRequestPasses.Head)!;
        var theirs = _passes.Destination.Commit(PullRequestPasses.Head, new TestFile("fix.txt", "theirs"));

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.Equal(("False", "BranchHasOtherCommits"), _passes.Condition(ConditionType.Ready));
        Assert.Equal(("False", "BranchHasOtherCommits"), _passes.Condition(ConditionType.Merged));
        Assert.Equal(ours, _passes.Status.Destination!.PushedCommit);
        Assert.Null(_passes.Status.History[0].Commit);
        Assert.Equal(theirs, _passes.Destination.Tip(PullRequestPasses.Head));
        await _passes.RunAsync<PassOutcome.Unmoved>();

        _passes.Destination.Git("update-ref", $"refs/heads/{PullRequestPasses.Head}", ours);
        await _passes.RunAsync<PassOutcome.Proposed>();
        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Ready));
        Assert.Null(_passes.Status.Find(ConditionType.Stalled));
    }

    [Fact]
    public async Task Pass_AfterTheSourceMoved_UpdatesAndTells()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        var before = _passes.Status.Destination!.PushedCommit;
        _passes.SetSource("""{"fields":[2]}""");

        await _passes.RunAsync<PassOutcome.Proposed>();

        Assert.NotEqual(before, _passes.Status.Destination!.PushedCommit);
        Assert.Equal(["PullRequestOpened", "PullRequestUpdated"], _passes.Events);
        Assert.Equal(2, _passes.Status.History.Count);
        await _passes.RunAsync<PassOutcome.Unmoved>();
    }

    [Fact]
    public async Task Pass_WhenNothingIsToBeProposedAnyMore_ClosesAndForgetsTheForge()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        var file = _passes.Destination.ReadFile(PullRequestPasses.Head, "fastdata-config.json");
        _passes.Destination.Commit("main", new TestFile("fastdata-config.json", file));

        await _passes.RunAsync<PassOutcome.Planned>();

        Assert.Equal(("True", "UpToDate"), _passes.Condition(ConditionType.Ready));
        Assert.Equal(("False", "PullRequestClosed"), _passes.Condition(ConditionType.Merged));
        Assert.Equal(["PullRequestOpened", "PullRequestClosed"], _passes.Events);
        _passes.Forge.Calls.Clear();
        await _passes.RunAsync<PassOutcome.Unmoved>();
        Assert.Empty(_passes.Forge.Calls);
    }

    [Fact]
    public async Task Pass_OverACopy_RemembersItOnlyOnceItIsMerged_K5()
    {
        _passes.Spec = """, "importAs": "Resource" """;
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.TouchBase();
        await _passes.RunAsync<PassOutcome.Proposed>(); // proposed still, not taken for a copy that somebody removed
        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Ready));
        _passes.Merge(1);
        _passes.SetSource("""{"fields":[2]}""");

        await _passes.RunAsync<PassOutcome.Planned>();

        Assert.Equal(ChangeAction.LeftAlone, Assert.Single(_passes.Status.Resources).Action);
        Assert.Equal(("True", "PullRequestMerged"), _passes.Condition(ConditionType.Merged));
    }

    [Fact]
    public async Task Pass_WhileTheForgeIsAway_GoesOnByItself()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Forge.Interrupt = static () => throw new Git.GitException(Git.GitFailure.RateLimited, true, "later") { RetryAfter = TimeSpan.FromMinutes(3) };

        var failed = await _passes.RunAsync<PassOutcome.Failed>();

        Assert.Equal(TimeSpan.FromMinutes(3), failed.RetryAfter);
        Assert.Equal(("False", "RateLimited"), _passes.Condition(ConditionType.Ready));
        Assert.Equal("Open", _passes.Status.PullRequest!.State);
        _passes.Forge.Interrupt = static () => { };
        await _passes.RunAsync<PassOutcome.Proposed>();
        Assert.Equal(("True", "PullRequestOpen"), _passes.Condition(ConditionType.Ready));
    }

    [Fact]
    public async Task Pass_BackToPush_PushesAndSpeaksOfNoPullRequest()
    {
        await _passes.RunAsync<PassOutcome.Proposed>();
        _passes.Publish = "";

        await _passes.RunAsync<PassOutcome.Pushed>();

        Assert.Null(_passes.Status.PullRequest);
        Assert.Null(_passes.Status.Find(ConditionType.Merged));
        Assert.Null(Assert.Single(_passes.Status.Resources).Proposed);
    }
}
