using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;
using FastDataOperator.Testing.Secrets;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>The sample pull-request on a forge, applied with its Secrets by <c>kubectl</c>, and an operator that looks after it.</summary>
internal sealed class PullRequestWorld : IAsyncDisposable
{
    private const string Name = OperatorWorld.ImportName;

    private readonly Cluster _cluster;
    private readonly OperatorWorld _world;
    private int _changes;
    private int _operators;

    private PullRequestWorld(Cluster cluster, OperatorWorld world, ForgeSite site) => (_cluster, _world, Site) = (cluster, world, site);

    public ForgeSite Site { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>With an operator.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public static async Task<PullRequestWorld> StartAsync(Cluster cluster, string forge, string interval = "1h", GitHubAppServer? app = null)
    {
        var world = await CreateAsync(cluster, forge, interval, app);
        await world.StartOperatorAsync();
        return world;
    }

    /// <param name="interval">In place of the sample's.</param>
    /// <param name="app">As for <see cref="ForgeSite.StartAsync"/>.</param>
    public static async Task<PullRequestWorld> CreateAsync(Cluster cluster, string forge, string interval = "1h", GitHubAppServer? app = null)
    {
        var site = await ForgeSite.StartAsync(forge, Path.Combine(AppContext.BaseDirectory, "samples"), app);
#pragma warning disable CA2000 // disposed by what is returned
        var world = await OperatorWorld.CreateAsync(cluster);
#pragma warning restore CA2000
        var made = new PullRequestWorld(cluster, world, site);
        await made.ApplyAsync($"{site.Secrets()}---\n{site.Manifest().Replace("interval: 5m", $"interval: {interval}", StringComparison.Ordinal)}");
        return made;
    }

    /// <summary>Applies manifests of the sample, in the world's own namespace.</summary>
    public async Task ApplyAsync(string manifests)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["manifests.yaml"], Placed(manifests), CancellationToken);
        await _cluster.KubectlAsync("apply", "-f", directory["manifests.yaml"]);
    }

    /// <summary>Runs <c>fastdata import</c> with the sample's manifests, as a person does beside the operator: it does what there is to do, or says that another was
    /// faster and that it may try again.</summary>
    public async Task ImportByHandAsync()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["manifests.yaml"], Placed($"{Site.Secrets()}---\n{Site.Manifest()}"), CancellationToken);
        var lines = new ConcurrentQueue<string>();
        using var process = WatchedProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "fastdata"), ["import", "-f", directory["manifests.yaml"]],
            new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1" }, lines.Enqueue);
        var exitCode = await Patience.ForAsync(process.Exited, "the command line did not end", () => process.Tail, CancellationToken);
        var output = string.Join('\n', lines);
        Evidence.Keep("fastdata", output);
        Assert.True(exitCode == 0 || (exitCode == 1 && output.Contains("try again", StringComparison.Ordinal)), $"ended with {exitCode}:\n{output}");
    }

    /// <summary>The same pod's next container, with a Lease that nobody holds.</summary>
    public Task<OperatorProcess> StartOperatorAsync() => _world.StartReadyAsync(null, "operator", "--lease-name", string.Create(CultureInfo.InvariantCulture, $"operator-{++_operators}"));

    /// <summary>Starts an operator and kills it, as the kernel would, once a request is held.</summary>
    public async Task KillAtAsync(ForgeTrap trap)
    {
        Site.Forge.Trap = trap;
        var process = await StartOperatorAsync();
        await Patience.UntilAsync(_ => Task.FromResult(trap.Reached.IsCompleted), "the request had not come", () => process.Process.Tail, CancellationToken);
        process.Process.Kill();
        Assert.Equal(128 + 9, await process.ExitAsync(CancellationToken));
        Site.Forge.Trap = null;
    }

    /// <summary>Waits until a pass has come to an end with this reason.</summary>
    public async Task<JsonObject> SettledAsync(string reason, Func<JsonObject, bool>? isAsWanted = null)
    {
        var import = await _world.Imports.WaitAsync(
            Name, import => import is not null && IsSettled(import) && ImportObjects.ConditionsOf(import)["Ready"].Reason == reason && isAsWanted?.Invoke(import) != false, $"it did not come to {reason}", CancellationToken);
        return import!;
    }

    /// <summary>Makes the operator look again without asking for anything, and waits for what it says.</summary>
    public async Task<JsonObject> LookAgainAsync(string reason)
    {
        var timeout = string.Create(CultureInfo.InvariantCulture, $"{61 + _changes++}s");
        await _world.Imports.PatchAsync(Name, new JsonObject { ["spec"] = new JsonObject { ["timeout"] = timeout } }, CancellationToken);
        return await SettledAsync(reason);
    }

    /// <summary>Asks, as <c>kubectl fastdata reconcile</c> does.</summary>
    public async Task<JsonObject> AskAsync(string reason)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"ask-{_changes++}");
        await _world.Imports.AnnotateAsync(Name, ImportObject.RequestedAtAnnotation, when, CancellationToken);
        return await SettledAsync(reason, import => (string?)import["status"]!["lastHandledReconcileAt"] == when);
    }

    /// <summary>Looks again where nothing is left to do: nothing is written, and nothing is told.</summary>
    /// <param name="reason">What Ready says.</param>
    /// <param name="told">The Event of what was done last: Events are written beside the passes, and come a little later than the status.</param>
    /// <param name="times">How often it was told by now.</param>
    public async Task LookInSilenceAsync(string reason, string told, int times = 1)
    {
        await ToldAsync(told, times);
        var before = (Site.Writes, Site.Tip, Site.PullRequest.Body, await EventsAsync());
        await LookAgainAsync(reason);
        Assert.Equal(before, (Site.Writes, Site.Tip, Site.PullRequest.Body, await EventsAsync()));
    }

    /// <summary>The newest alone is open, from one commit on the base's tip, and the status names it.</summary>
    public void AssertOpen(JsonObject import, int count)
    {
        Assert.Equal(count, Site.PullRequests.Count);
        Assert.Equal((PullRequestState.Open, ForgeSite.Head, "main"), (Site.PullRequest.State, Site.PullRequest.Head, Site.PullRequest.Base));
        Assert.Equal(Site.Destination.Tip("main"), Site.Destination.Git("rev-parse", $"{ForgeSite.Head}^"));
        var told = import["status"]!["pullRequest"]!;
        Assert.Equal((count, "Open"), ((int)told["number"]!, (string?)told["state"]));
        Assert.StartsWith(Site.Forge.Origin, (string?)told["url"], StringComparison.Ordinal);
        Assert.Equal("False", ImportObjects.ConditionsOf(import)["Merged"].Status);
    }

    /// <summary>Waits until Events have told something as often as this.</summary>
    public Task ToldAsync(string reason, int times = 1) => Patience.UntilAsync(
        async cancellation => (await ListEventsAsync(cancellation)).Where(told => told.Reason == reason).Sum(static told => told.Count ?? 1) >= times,
        $"{reason} was not told {times} times",
        () => "",
        CancellationToken);

    public async ValueTask DisposeAsync()
    {
        var violations = Site.Forge.Violations;
        await _world.DisposeAsync();
        await Site.DisposeAsync();
        Assert.Empty(violations);
    }

    /// <summary>In the world's own namespace.</summary>
    private string Placed(string manifests) => manifests.Replace("namespace: marketing", $"namespace: {_world.Space}", StringComparison.Ordinal);

    private static bool IsSettled(JsonObject import)
    {
        var generation = (long?)import["metadata"]!["generation"];
        var conditions = import["status"]?["conditions"]?.AsArray() ?? [];
        return (long?)import["status"]?["observedGeneration"] == generation
            && conditions.Any(found => (string?)found!["type"] == "Ready" && (long?)found["observedGeneration"] == generation)
            && !conditions.Any(static found => (string?)found!["type"] == "Reconciling" && (string?)found["status"] == "True");
    }

    private async Task<string> EventsAsync() =>
        string.Join('\n', (await ListEventsAsync(CancellationToken)).OrderBy(static told => told.LastTimestamp).Select(static told => $"{told.Reason} {told.Count}"));

    private async Task<IList<Corev1Event>> ListEventsAsync(CancellationToken cancellationToken) =>
        (await _cluster.Administrator.CoreV1.ListNamespacedEventAsync(_world.Space, fieldSelector: $"involvedObject.name={Name}", cancellationToken: cancellationToken)).Items;
}
