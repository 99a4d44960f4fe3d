using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An operator is killed before and after everything that it writes to a forge and its Git, and the next one settles what it left.</summary>
public sealed class ProposalStoppedAtEveryWriteTests(Cluster cluster)
{
    private const string Open = "PullRequestOpen";
    private const string UpToDate = "UpToDate";

    [Fact]
    public async Task Import_WhereverTheOperatorIsKilled_IsOnePullRequestThatIsUpdatedAndWithdrawn()
    {
        await using var world = await PullRequestWorld.CreateAsync(cluster, nameof(ForgeProvider.Gitea));
        var site = world.Site;

        await KillAroundAsync(world, "POST", "/git-receive-pack");
        await KillAroundAsync(world, "POST", "/pulls");
        await KillAroundAsync(world, "POST", "/labels");
        await KillAroundAsync(world, "POST", "/requested_reviewers");
        await KillAroundAsync(world, "PATCH", "/pulls/1");
        var tip = site.Tip;
        var process = await world.StartOperatorAsync();
        world.AssertOpen(await world.SettledAsync(Open), 1);
        await world.LookInSilenceAsync(Open, "PullRequestOpened");
        process.Process.Kill();
        Assert.Equal(tip, site.Tip);
        Assert.Equal(["fastdata"], site.PullRequest.Labels);
        Assert.Equal([site.Reviewer], site.PullRequest.Reviewers);

        site.SaveSource(next: true);
        await KillAroundAsync(world, "POST", "/git-receive-pack");
        await KillAroundAsync(world, "PATCH", "/pulls/1");
        tip = site.Tip;
        process = await world.StartOperatorAsync();
        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        Assert.Contains(site.Source.Tip("main")![..7], site.PullRequest.Body, StringComparison.Ordinal);
        process.Process.Kill();
        Assert.Equal(tip, site.Tip);

        // The text first, then the closing, then the branch.
        site.TakeByHand();
        await KillAroundAsync(world, "PATCH", "/pulls/1");
        await KillAroundAsync(world, "PATCH", "/pulls/1");
        await KillAroundAsync(world, "POST", "/git-receive-pack");
        await world.StartOperatorAsync();
        await world.LookAgainAsync(UpToDate);
        Assert.Equal(PullRequestState.Closed, Assert.Single(site.PullRequests).State);
        Assert.Null(site.Tip);

        // It was no person's refusal.
        site.SaveSource(next: false);
        world.AssertOpen(await world.LookAgainAsync(Open), 2);
    }

    private static async Task KillAroundAsync(PullRequestWorld world, string method, string pathEnd)
    {
        await world.KillAtAsync(new ForgeTrap(method, pathEnd, isBefore: true));
        await world.KillAtAsync(new ForgeTrap(method, pathEnd, isBefore: false));
    }
}
