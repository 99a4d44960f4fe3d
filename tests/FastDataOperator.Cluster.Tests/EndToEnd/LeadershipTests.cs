using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using k8s;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Two operators and one Lease; two shards and a Lease each.</summary>
public sealed class LeadershipTests(Cluster cluster)
{
    private const string Name = OperatorWorld.ImportName;
    private const string First = "operator-1";
    private const string Second = "operator-2";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leader_PausedPastItsLeaseBeforeItsPush_PushesAndReportsNothingWhenItGoesOn()
    {
        string[] lease = ["--lease-duration", "8s", "--renew-deadline", "6s", "--retry-period", "1s"];
        await using var world = await OperatorWorld.CreateAsync(cluster);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        await using var apiOfFirst = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await using var apiOfSecond = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        var first = await world.StartReadyAsync(apiOfFirst, First, lease);
        await first.LogAsync("Acquired Lease", CancellationToken);
        var second = await world.StartReadyAsync(apiOfSecond, Second, lease);
        await second.LogAsync($"{First}_", CancellationToken);
        Assert.Equal("ok: standing by\n", (await second.ProbeAsync("readyz", CancellationToken)).Text);

        var held = HeldRequest.Of(git, "GET refs", Moment.BeforeTheAnswer);
        var spec = world.Spec(git: git.Address);
        spec["interval"] = "1h";
        await world.CreateImportAsync(spec);
        await held.ComeAsync(() => first.Process.Tail, CancellationToken);
        Assert.DoesNotContain(apiOfSecond.Requests, static request => !request.Kind.EndsWith("leases", StringComparison.Ordinal));
        first.Process.Signal("STOP");
        apiOfFirst.Clear();

        await second.LogAsync("Acquired Lease", CancellationToken);
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        await world.EventAsync("Pushed", static _ => true);
        var tip = world.Destination.Tip("main")!;

        // What it waited for is there when it goes on, and the push is next.
        held.Release();
        first.Process.Signal("CONT");
        await first.LogAsync("Lost Lease", CancellationToken);
        await first.LogAsync($"{Second}_", CancellationToken);
        await Patience.UntilAsync(
            async cancellation => (await first.ProbeAsync("readyz", cancellation)).Text == "ok: standing by\n", "it did not stand by", () => first.Process.Tail, CancellationToken);

        Assert.Equal((tip, 2), (world.Destination.Tip("main"), OperatorWorld.Log(world.Destination).Count));
        Assert.Equal(1, git.Requests.Count(static request => request.Kind == "POST git-receive-pack"));
        Assert.DoesNotContain(apiOfFirst.Requests, static request => request.Kind.StartsWith("patch ", StringComparison.Ordinal) || request.Kind == "create events");
        Assert.Equal(1, await MasterAsync(second));
        Assert.Equal(0, await MasterAsync(first));
    }

    [Fact]
    public async Task Leader_Stopped_HandsOverAtOnce()
    {
        // Without the release, the other one would wait for ten minutes.
        string[] lease = ["--lease-duration", "10m", "--renew-deadline", "9m", "--retry-period", "1s"];
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var first = await world.StartReadyAsync(null, First, lease);
        await first.LogAsync("Acquired Lease", CancellationToken);
        var second = await world.StartReadyAsync(null, Second, lease);
        await second.LogAsync($"{First}_", CancellationToken);

        first.Process.Signal("TERM");

        Assert.Equal(0, await first.ExitAsync(CancellationToken));
        await second.LogAsync("Acquired Lease", CancellationToken);
        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(Name, "Ready", CancellationToken);
        Assert.Equal(2, OperatorWorld.Log(world.Destination).Count);
    }

    [Fact]
    public async Task Shards_EachHandleTheirOwn_AtTheSameTime()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        world.CreateRepository("sales", "marketing");
        var a = await world.StartReadyAsync(null, First, "--watch-label-selector", "shard=a");
        var b = await world.StartReadyAsync(null, Second, "--watch-label-selector", "shard=b");
        await a.LogAsync("Acquired Lease", CancellationToken);
        await b.LogAsync("Acquired Lease", CancellationToken);

        await CreateAsync("import-a", "marketing", "a");
        await CreateAsync("import-b", "sales", "b");
        await CreateAsync("import-c", "sales", "c");
        await a.LogAsync($"{world.Space}/import-a: Pushed", CancellationToken);
        await b.LogAsync($"{world.Space}/import-b: Pushed", CancellationToken);
        await world.Imports.WaitForAsync("import-a", "Ready", CancellationToken);
        await world.Imports.WaitForAsync("import-b", "Ready", CancellationToken);

        // Moved to the other shard, it is that one's, and this one forgets it.
        await world.Imports.PatchAsync("import-a", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["shard"] = "b" } }, ["spec"] = new JsonObject { ["timeout"] = "50s" } }, CancellationToken);
        await world.Imports.WaitAsync("import-a", static import => (long?)import?["status"]?["observedGeneration"] == 2, "the other shard did not take it", CancellationToken);
        await UntilShownAsync(b, "import-a", isShown: true);
        await UntilShownAsync(a, "import-a", isShown: false);

        Assert.DoesNotContain(a.Lines, static line => line.Contains("import-b", StringComparison.Ordinal));
        Assert.DoesNotContain(a.Lines.Concat(b.Lines), static line => line.Contains("import-c", StringComparison.Ordinal));
        Assert.Null((await world.Imports.GetAsync("import-c", CancellationToken))["status"]?["conditions"]);
        var leases = await cluster.Administrator.CoordinationV1.ListNamespacedLeaseAsync(world.Space, cancellationToken: CancellationToken);
        Assert.Equal([First, Second], leases.Items.Select(static lease => lease.Spec.HolderIdentity.Split('_')[0]).Order());
        Assert.Equal((1, 1), (await MasterAsync(a), await MasterAsync(b)));

        Task CreateAsync(string name, string destination, string shard) =>
            world.Imports.CreateAsync(name, world.Spec(destination), CancellationToken, new JsonObject { ["labels"] = new JsonObject { ["shard"] = shard } });
    }

    /// <summary>Waits until an import has series, or has none any more.</summary>
    private static async Task UntilShownAsync(OperatorProcess process, string import, bool isShown)
    {
        var metrics = "";
        await Patience.UntilAsync(
            async cancellation => (metrics = await process.MetricsAsync(cancellation)).Contains($"name=\"{import}\"", StringComparison.Ordinal) == isShown,
            isShown ? $"{import} had no series" : $"{import} had series still", () => metrics, CancellationToken);
    }

    /// <summary>What <c>leader_election_master_status</c> says.</summary>
    private static async Task<int> MasterAsync(OperatorProcess process) =>
        (await process.MetricsAsync(CancellationToken)).Split('\n').Single(static line => line.StartsWith("leader_election_master_status{", StringComparison.Ordinal))[^1] - '0';
}
