using System.Globalization;
using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>Many imports on many repositories, and one operator for all of them.</summary>
public sealed class FleetTests(Cluster cluster)
{
    /// <summary>What the process may hold at most while 500 imports settle, in bytes. The runtime, ASP.NET Core, the Kubernetes client and libgit2 hold
    /// about 130 MB before the first import; an import of this size keeps about 20 KB (the object as it came in, its conditions and metrics, what
    /// its two repositories were at), so all 500 keep 10 MB; what eight imports under way read is below 1 MB each. The rest is room for a heap
    /// that is not collected yet. Something that is kept per pass or per look, rather than per import, goes past it.</summary>
    private const long MostMemory = 300_000_000;

    private const int Interval = 12;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FiveHundredImports_OnAHundredRepositories_SettleOnceEach_AndThenOnlyLook()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster, gitWorkers: 8);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, CancellationToken);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        var repositories = new FleetRepositories(world.RepositoryRoot, sources: 50, destinations: 50, branches: 1, importsPerSource: 10);
        var fleet = new Fleet(world, git, repositories);
        var process = await world.StartReadyAsync(api, flags: ["--workers", "8"]);

        await fleet.CreateAsync($"{Interval}s");
        await fleet.WaitAsync(static (_, import) => ImportObjects.Is(import, "Ready"), "not all were ready");
        var tips = repositories.Imports.ToDictionary(static import => import, repositories.Tip);
        await fleet.WaitAsync((import, found) => (string?)found["status"]!["destination"]!["revision"] == $"main@sha1:{tips[import]}", "not all had seen what the others pushed");

        Assert.All(repositories.Lanes, lane => Assert.Equal(repositories.Imports.Where(import => import.Destination == lane.Repository).Select(static import => import.Name), fleet.History(lane).Order()));
        Assert.Equal(repositories.Imports.Count, git.Requests.Count(IsPush));
        var metrics = await process.MetricsAsync(CancellationToken);
        Assert.Equal(0, Sum(metrics, "fastdata_import_push_total", "result=\"raced\""));
        Assert.Equal(repositories.Imports.Count, Sum(metrics, "fastdata_import_push_total", "result=\"pushed\""));

        // Its own commit, and what those of the nine others made of the branch, as often as an interval ended meanwhile.
        var writes = api.Requests.Where(static request => request.Kind == "patch fastdataimports/status").CountBy(static request => request.Path).ToList();
        Assert.Equal(repositories.Imports.Count, writes.Count);
        Assert.All(writes, static count => Assert.InRange(count.Value, 1, 5));
        Assert.InRange(process.Process.PeakMemory, 1, MostMemory);

        await QuietAsync(world, api, git);
    }

    /// <summary>For two more intervals nobody writes, and the remotes are asked for their tips only, once an interval for each branch.</summary>
    private static async Task QuietAsync(OperatorWorld world, RecordingProxy api, RecordingProxy git)
    {
        api.Clear();
        git.Clear();
        for (var look = 0; look < 3; look++)
        {
            await git.NextAsync(static request => request.Path.StartsWith("/source-00", StringComparison.Ordinal));
        }

        var asked = git.Requests;
        Assert.All(asked, static request => Assert.True(IsLook(request), $"{request}"));
        var looks = asked.ToLookup(static request => request.Path);
        Assert.Equal(100, looks.Count);
        Assert.All(looks, static target => Assert.All(
            target.Zip(target.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.FromSeconds(Interval - 2), TimeSpan.FromSeconds(Interval * 2))));
        Assert.DoesNotContain(api.CountByKind().Keys, static kind => kind.StartsWith("patch", StringComparison.Ordinal) || kind.StartsWith("create", StringComparison.Ordinal));
        Assert.DoesNotContain(await world.Imports.ListAsync(CancellationToken), static import => ImportObjects.Is(import, "Stalled"));
    }

    [Fact]
    public async Task TwoHundredImports_DueAtOnceOnTwentyBranches_LoseNoPush()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster, gitWorkers: 8);
        await using var git = await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken);
        var repositories = new FleetRepositories(world.RepositoryRoot, sources: 5, destinations: 10, branches: 2, importsPerSource: 40);
        var fleet = new Fleet(world, git, repositories);
        await fleet.CreateAsync("1h");
        var process = await world.StartReadyAsync(flags: ["--workers", "8"]);
        await fleet.WaitAsync(static (_, import) => ImportObjects.Is(import, "Ready"), "not all were ready");

        repositories.ChangeSources(revision: 2);
        git.Clear();
        await fleet.AskAsync("now");
        await fleet.WaitAsync(static (_, import) => (string?)import["status"]!["lastHandledReconcileAt"] == "now", "not all that was asked for was done");

        // Twice each: as it was made, and as it was asked for.
        Assert.All(repositories.Lanes, lane =>
        {
            var imports = repositories.Imports.Where(import => (import.Destination, import.Branch) == lane).Select(static import => import.Name).ToList();
            Assert.Equal(10, imports.Count);
            Assert.Equal(imports.Concat(imports).Order(), fleet.History(lane).Order());
        });
        Assert.Equal(repositories.Imports.Count, git.Requests.Count(IsPush));
        Assert.Equal(0, Sum(await process.MetricsAsync(CancellationToken), "fastdata_import_push_total", "result=\"raced\""));
    }

    /// <summary>A request that updates a branch; one that only asks whether it may has no command.</summary>
    private static bool IsPush(ProxiedRequest request) => request.Kind == "POST git-receive-pack" && request.Body.Length > 4;

    private static bool IsLook(ProxiedRequest request) => request.Kind == "POST git-upload-pack" && Encoding.UTF8.GetString(request.Body.Span).Contains("command=ls-refs", StringComparison.Ordinal);

    /// <summary>Of the series of a metric that have a label.</summary>
    private static double Sum(string metrics, string name, string label) => metrics.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
