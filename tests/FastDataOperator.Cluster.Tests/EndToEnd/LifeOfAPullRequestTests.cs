using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What samples/pull-request tells, on each of the five forges, by an operator: from <c>kubectl apply</c> of the sample's own manifest until it is merged, and after.</summary>
public sealed class LifeOfAPullRequestTests(Cluster cluster)
{
    private const string Open = "PullRequestOpen";
    private const string UpToDate = "UpToDate";

    public static TheoryData<string> Forges => [.. ForgeKind.All.Select(static kind => kind.Provider.ToString())];

    [Theory]
    [MemberData(nameof(Forges))]
    public async Task Applied_FollowsTheSourceUntilItIsMerged_AndRespectsWhatPeopleDo(string forge)
    {
        await using var world = await PullRequestWorld.StartAsync(cluster, forge);
        var site = world.Site;

        world.AssertOpen(await world.SettledAsync(Open), 1);
        Assert.Equal(site.Forge.HasLabels ? ["fastdata"] : [], site.PullRequest.Labels);
        Assert.Equal([site.Reviewer], site.PullRequest.Reviewers);
        await world.LookInSilenceAsync(Open, "PullRequestOpened");

        var first = site.Tip;
        site.SaveSource(next: true);
        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        Assert.NotEqual(first, site.Tip);
        Assert.Contains(site.Source.Tip("main")![..7], site.PullRequest.Body, StringComparison.Ordinal);
        site.MoveBase();
        world.AssertOpen(await world.LookAgainAsync(Open), 1);

        site.Merge();
        var merged = await world.LookAgainAsync(UpToDate);
        Assert.Equal(("True", "PullRequestMerged"), (ImportObjects.ConditionsOf(merged)["Merged"].Status, ImportObjects.ConditionsOf(merged)["Merged"].Reason));
        Assert.Equal("Merged", (string?)merged["status"]!["pullRequest"]!["state"]);
        Assert.Null(site.Tip);
        await world.LookInSilenceAsync(UpToDate, "PullRequestMerged");

        // The content changes: a new one, which a person refuses (G3).
        site.SaveSource(next: false);
        world.AssertOpen(await world.LookAgainAsync(Open), 2);
        site.Close();
        var declined = await world.LookAgainAsync("PullRequestDeclined");
        Assert.Equal("True", ImportObjects.ConditionsOf(declined)["Stalled"].Status);
        await world.LookInSilenceAsync("PullRequestDeclined", "PullRequestDeclined");
        world.AssertOpen(await world.AskAsync(Open), 3);
        await world.LookInSilenceAsync(Open, "PullRequestOpened", times: 3);

        // A stranger's commit stays (G2).
        var stranger = site.CommitToHead();
        site.MoveBase("more.md");
        var taken = await world.LookAgainAsync("BranchHasOtherCommits");
        Assert.Contains(stranger[..7], ImportObjects.ConditionsOf(taken)["Ready"].Message, StringComparison.Ordinal);
        Assert.Contains(stranger[..7], site.PullRequest.Body, StringComparison.Ordinal);
        await world.LookInSilenceAsync("BranchHasOtherCommits", "BranchHasOtherCommits");
        Assert.Equal(stranger, site.Tip);
        site.ResetHead();
        world.AssertOpen(await world.LookAgainAsync(Open), 3);

        // Nothing is left to propose.
        site.TakeByHand();
        var withdrawn = await world.LookAgainAsync(UpToDate);
        Assert.Equal(("False", "PullRequestClosed"), (ImportObjects.ConditionsOf(withdrawn)["Merged"].Status, ImportObjects.ConditionsOf(withdrawn)["Merged"].Reason));
        Assert.Equal(PullRequestState.Closed, site.PullRequest.State);
        Assert.Null(site.Tip);
        await world.LookInSilenceAsync(UpToDate, "PullRequestClosed");
    }

    [Fact]
    public async Task GitHubApp_WhoseKeyIsRotated_IsTakenWithoutARestart()
    {
#pragma warning disable CA2000 // disposed with the world
        var app = new GitHubAppServer(TimeProvider.System);
#pragma warning restore CA2000
        await using var world = await PullRequestWorld.StartAsync(cluster, nameof(ForgeProvider.GitHub), app: app);
        world.AssertOpen(await world.SettledAsync(Open), 1);

        app.RotateKey();
        world.Site.SaveSource(next: true);
        await world.LookAgainAsync("AuthenticationFailed");
        await world.ApplyAsync(world.Site.Secrets());

        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        Assert.Contains(world.Site.Source.Tip("main")![..7], world.Site.PullRequest.Body, StringComparison.Ordinal);
        await world.LookInSilenceAsync(Open, "PullRequestUpdated");
    }

    [Fact]
    public async Task BearerToken_Rotated_IsTakenWithoutARestart()
    {
        await using var world = await PullRequestWorld.StartAsync(cluster, nameof(ForgeProvider.BitbucketServer));
        world.AssertOpen(await world.SettledAsync(Open), 1);

        await world.ApplyAsync(world.Site.Secrets(write: ForgeServer.Wrong));
        world.Site.SaveSource(next: true);
        await world.LookAgainAsync("AuthenticationFailed");
        await world.ApplyAsync(world.Site.Secrets());

        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        Assert.Contains(world.Site.Source.Tip("main")![..7], world.Site.PullRequest.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merged_NobodyAsks_IsNoticedWithinTheInterval()
    {
        await using var world = await PullRequestWorld.StartAsync(cluster, nameof(ForgeProvider.Gitea), interval: "10s");
        await world.SettledAsync(Open);

        world.Site.Merge();
        await world.SettledAsync(UpToDate, static import => ImportObjects.ConditionsOf(import)["Merged"].Status == "True");

        Assert.Null(world.Site.Tip);
        await world.ToldAsync("PullRequestMerged");
    }
}
