using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.Gitea;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges.Gitea;

/// <summary>What only Gitea and Forgejo do.</summary>
public sealed class GiteaForgeTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");

    private readonly GiteaServer _server = new();
    private readonly ForgeWorld _world = new(new HastyTime());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_server.Violations);
    }

    [Fact]
    public async Task Find_Token_IsSentInItsOwnScheme()
    {
        await Open(new GitCredentials.Bearer(ForgeServer.Good)).FindAsync(s_head, Cancellation);
        await Open(new GitCredentials.Basic("ada", ForgeServer.Good)).FindAsync(s_head, Cancellation);

        Assert.Equal(["token", "Basic"], _server.Calls.Select(static call => call.Headers.Authorization.ToString().Split(' ')[0]));
    }

    [Fact]
    public async Task Find_OneIsOpenBehindManyOthers_IsFoundPagesOn()
    {
        _server.Model.Add("fastdata/a");
        for (var count = 0; count < 12; count++)
        {
            _server.Model.Add("feature/" + count);
            _server.Model.Add("feature/" + count, state: PullRequestState.Closed);
        }

        var found = Assert.Single(await Open().FindAsync(s_head, Cancellation));

        Assert.Equal(1, found.Number);
    }

    [Fact]
    public async Task Find_TheBranchOfOneThatWasMergedWentOn_StandsWhereItWasMerged()
    {
        using var directory = new TemporaryDirectory();
        var repository = _server.Model.Repository = TestRepository.CreateBare(directory["config.git"]);
        var merged = repository.Commit("fastdata/a", new TestFile("file.txt", "ours"));
        _server.Model.Add("fastdata/a").State = PullRequestState.Merged;
        repository.Commit("fastdata/a", new TestFile("file.txt", "too late"));

        var found = Assert.Single(await Open().FindAsync(s_head, Cancellation));

        Assert.Equal(merged, found.HeadCommit?.Value);
    }

    [Fact]
    public async Task Find_ClosedFartherBackThanIsLookedThrough_IsForgotten()
    {
        _server.Model.Add("fastdata/a", state: PullRequestState.Closed);
        for (var count = 0; count < 120; count++)
        {
            _server.Model.Add("feature/" + count, state: PullRequestState.Closed);
        }

        Assert.Empty(await Open().FindAsync(s_head, Cancellation));

        Assert.Equal(41, _server.Calls.Count);
    }

    [Fact]
    public async Task Find_OpenFartherBackThanClosedIsLookedThrough_IsFound()
    {
        _server.Model.Add("fastdata/a");
        for (var count = 0; count < 120; count++)
        {
            _server.Model.Add("feature/" + count, state: PullRequestState.Closed);
        }

        Assert.Single(await Open().FindAsync(s_head, Cancellation));
    }

    [Fact]
    public async Task Find_NoEndOfOpenOnes_DoesNotSayThatThereIsNone()
    {
        for (var count = 0; count < 120; count++)
        {
            _server.Model.Add("feature/" + count);
        }

        var failure = await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.TooLarge, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("Close some", failure.Message, StringComparison.Ordinal);
        Assert.Equal(80, _server.Calls.Count);
    }

    [Fact]
    public async Task Find_DeclinedLongAgo_IsFoundBehindThoseThatChangedLater()
    {
        _server.PageSize = 50;
        _server.Model.Add("fastdata/a", state: PullRequestState.Closed);
        for (var count = 0; count < 300; count++)
        {
            _server.Model.Add("feature/" + count, state: PullRequestState.Closed);
        }

        Assert.Equal(1, Assert.Single(await Open().FindAsync(s_head, Cancellation)).Number);
    }

    [Fact]
    public async Task Find_TheNewestIsNear_DoesNotLookThroughTheRest()
    {
        for (var count = 0; count < 100; count++)
        {
            _server.Model.Add("feature/" + count, state: PullRequestState.Closed);
        }

        _server.Model.Add("fastdata/a", state: PullRequestState.Closed);

        Assert.Equal(101, Assert.Single(await Open().FindAsync(s_head, Cancellation)).Number);
        Assert.Equal(["all", "open"], _server.Calls.Select(static call => call.Query["state"]));
    }

    [Fact]
    public async Task Find_OneThatTheServerCouldNotPutTogether_IsPassedOver()
    {
        _server.Fault = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(context.Request.Query["page"] != "1" || context.Request.Query["state"] != "all"
                ? "[]"
                : """[null,{"number":4,"state":"open","title":"t","merged":false,"head":{"label":"fastdata/a","repo_id":7},"base":{"label":"main","repo_id":7}}]""");
            return true;
        };

        Assert.Equal(4, Assert.Single(await Open().FindAsync(s_head, Cancellation)).Number);
    }

    [Fact]
    public async Task Update_DraftThatAPersonMadeReady_StaysReady()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "a title", "b", IsDraft: true), Cancellation);
        var model = _server.Model.PullRequests[0];
        Assert.Equal("WIP: a title", model.Title);
        model.Title = "a title";

        await forge.UpdateAsync(opened, "new title", "b", Cancellation);
        Assert.Equal("new title", model.Title);

        model.Title = "[wip] new title";
        var updated = await forge.UpdateAsync(opened, "newer title", "b", Cancellation);
        Assert.Equal(("[wip] newer title", "newer title"), (model.Title, updated.Title));
    }

    [Fact]
    public async Task Close_OpenDependencies_IsNotTakenForMerged()
    {
        _server.HasOpenDependencies = true;
        var forge = Open();
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);

        var failure = await Assert.ThrowsAsync<GitException>(() => forge.CloseAsync(opened, Cancellation));

        Assert.Equal((GitFailure.ServerError, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("still has open dependencies", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_LabelOfTheOrganisation_IsSetById()
    {
        var forge = Open();
        for (var count = 0; count < 7; count++)
        {
            _server.Model.Labels.Add("label " + count);
        }

        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);

        Assert.Empty(await forge.DecorateAsync(opened, ["automated", "fastdata"], ["team/platform"], Cancellation));
        Assert.Equal(["automated", "fastdata"], _server.Model.PullRequests[0].Labels);
        Assert.Equal(["team/platform"], _server.Model.PullRequests[0].Reviewers);
    }

    /// <summary>Gitea says nothing then.</summary>
    [Fact]
    public async Task Decorate_TeamOfAPerson_IsToldNotToBe()
    {
        _server.IsOfAPerson = true;
        var forge = Open();
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);

        var notes = await forge.DecorateAsync(opened, ["fastdata", "automated"], ["ada", "team/platform"], Cancellation);

        Assert.Equal(["fastdata"], _server.Model.PullRequests[0].Labels);
        Assert.Equal(["ada"], _server.Model.PullRequests[0].Reviewers);
        Assert.Equal(["label automated", "reviewer team/platform"], notes.Select(static note => note["the ".Length..note.IndexOf(" was", StringComparison.Ordinal)]));
    }

    private IForge Open(GitCredentials? credentials = null) =>
        _world.Open(_server.RepositoryUrl, ForgeProvider.Gitea, credentials ?? new GitCredentials.Bearer(ForgeServer.Good));
}
