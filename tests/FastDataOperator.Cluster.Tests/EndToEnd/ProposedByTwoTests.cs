using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>An operator and a command line with one import: one of the two is held at something that it writes while the other does it all.</summary>
public sealed class ProposedByTwoTests(Cluster cluster)
{
    private const string Open = "PullRequestOpen";
    private const string UpToDate = "UpToDate";

    public static MatrixTheoryData<bool, bool, bool> Races => new([true, false], [true, false], [true, false]);

    /// <param name="ofOperator">Whether the operator is held; else the command line is.</param>
    /// <param name="isPush">Whether it is held at its push; else at what it writes to the forge.</param>
    /// <param name="isBefore">Whether nothing of that is done before it goes on.</param>
    [Theory]
    [MemberData(nameof(Races))]
    public async Task Import_WhereAnotherRunGoesAhead_IsOnePullRequestThatIsUpdatedAndWithdrawn(bool ofOperator, bool isPush, bool isBefore)
    {
        await using var world = await PullRequestWorld.CreateAsync(cluster, nameof(ForgeProvider.Gitea));
        var site = world.Site;

        await RaceAsync(Trap("POST", "/pulls"), StartAsync);
        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        await AssertSilentAsync(Open);

        site.SaveSource(next: true);
        await RaceAsync(Trap("PATCH", "/pulls/1"), () => world.LookAgainAsync(Open));
        world.AssertOpen(await world.LookAgainAsync(Open), 1);
        Assert.Contains(site.Source.Tip("main")![..7], site.PullRequest.Body, StringComparison.Ordinal);
        await AssertSilentAsync(Open);

        // The text first, then the closing, then the branch.
        site.TakeByHand();
        await RaceAsync(Trap("PATCH", "/pulls/1"), () => world.LookAgainAsync(UpToDate));
        await world.LookAgainAsync(UpToDate);
        Assert.Equal(PullRequestState.Closed, Assert.Single(site.PullRequests).State);
        Assert.Null(site.Tip);
        await AssertSilentAsync(UpToDate);

        // It was no person's refusal.
        site.SaveSource(next: false);
        world.AssertOpen(await world.LookAgainAsync(Open), 2);

        ForgeTrap Trap(string method, string pathEnd) => isPush ? new ForgeTrap("POST", "/git-receive-pack", isBefore) : new ForgeTrap(method, pathEnd, isBefore);

        async Task StartAsync()
        {
            await world.StartOperatorAsync();
            await world.SettledAsync(Open);
        }

        async Task RaceAsync(ForgeTrap trap, Func<Task> look)
        {
            Func<Task> byHand = world.ImportByHandAsync;
            site.Forge.Trap = trap;
            var held = (ofOperator ? look : byHand)();
            await Patience.UntilAsync(_ => Task.FromResult(trap.Reached.IsCompleted), "the request had not come", () => $"{held.Status} {held.Exception}", TestContext.Current.CancellationToken);
            await (ofOperator ? byHand : look)();
            trap.Release();
            await held;
            site.Forge.Trap = null;
        }

        async Task AssertSilentAsync(string reason)
        {
            var before = (site.Writes, site.Tip, site.PullRequest.Body);
            await world.LookAgainAsync(reason);
            Assert.Equal(before, (site.Writes, site.Tip, site.PullRequest.Body));
        }
    }
}
