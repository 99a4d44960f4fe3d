using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using k8s;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>A world where one operator after the other comes to its end in the middle of what it does, each at a step of an import of its own.</summary>
internal sealed class SteppedWorld : IAsyncDisposable
{
    private readonly RecordingProxy _api;
    private readonly RecordingProxy _git;
    private readonly Death _death;
    private int _imports;
    private int _operators;

    private SteppedWorld(OperatorWorld world, RecordingProxy api, RecordingProxy git, Death death)
    {
        (World, _api, _git, _death) = (world, api, git, death);
        Trap = new StepTrap(api, git);
    }

    public OperatorWorld World { get; }

    public StepTrap Trap { get; }

    /// <summary>How often a killed operator left something in its scratch directory.</summary>
    public int Leftovers { get; private set; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <param name="world">Disposed by the caller, after this.</param>
    /// <param name="death">How each operator ends.</param>
    public static async Task<SteppedWorld> CreateAsync(OperatorWorld world, Death death) =>
        new(world, await RecordingProxy.StartAsync(world.Cluster.Plane, CancellationToken), await RecordingProxy.StartAsync(world.GitAddress, null, CancellationToken), death);

    /// <summary>Both, unless the request goes on all the same.</summary>
    public static IReadOnlyList<Moment> MomentsOf(Death death) => death is Death.Stopped ? [Moment.BeforeTheServer] : [Moment.BeforeTheServer, Moment.BeforeTheAnswer];

    /// <summary>The repositories and the Secret of an import that is to be made.</summary>
    public async Task<SteppedImport> PrepareAsync(string @case)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"import-{++_imports:D3}");
        World.CreateRepository(name + "-source", "customer-core");
        await World.PutSecretAsync(OperatorWorld.Password, name);
        return new SteppedImport(name, @case, World.CreateRepository(name + "-destination", "marketing"));
    }

    public Task CreateAsync(SteppedImport import)
    {
        var spec = World.Spec();
        spec["interval"] = "1h";
        spec["timeout"] = "10m";
        spec["deletionPolicy"] = "Remove";
        foreach (var side in new[] { "source", "destination" })
        {
            var repository = spec[side]!["repository"]!;
            repository["url"] = new Uri(_git.Address, $"{import.Name}-{side}.git").AbsoluteUri;
            repository["secretRef"]!["name"] = import.Name;
        }

        return World.CreateImportAsync(spec, import.Name);
    }

    /// <summary>The same pod's next container, with a Lease that nobody holds.</summary>
    public Task<OperatorProcess> StartAsync() =>
        World.StartReadyAsync(_api, "operator", "--lease-name", LeaseName(++_operators), "--graceful-shutdown-timeout", _death is Death.StoppedWhileItHangs ? "1s" : "30s");

    /// <summary>Lets the operator come to its end at a step of an import that <paramref name="begin"/> makes it take.</summary>
    public async Task EndAtAsync(OperatorProcess process, SteppedImport import, Step step, Moment moment, Func<Task> begin)
    {
        var sprung = Trap.Arm(import.Name, step, moment, () => EndAsync(process));
        await begin();
        await Patience.ForAsync(DoneAsync(sprung), $"{step} had not come", () => $"What came: {string.Join(", ", Trap.Steps)}\n{process.Process.Tail}", CancellationToken);
        var code = await process.ExitAsync(CancellationToken);
        Assert.Equal(_death is Death.Killed ? 128 + 9 : 0, code);
        if (_death is not Death.Killed)
        {
            var lease = await World.Cluster.Administrator.CoordinationV1.ReadNamespacedLeaseAsync(LeaseName(_operators), World.Space, cancellationToken: CancellationToken);
            Assert.Equal("", lease.Spec.HolderIdentity ?? "");
            Assert.Empty(World.Scratch);
        }

        Leftovers += World.Scratch.Any() ? 1 : 0;
        import.Destination.Check();
        import.TipThen = import.Tip;
    }

    /// <summary>Makes a failed assertion say where the operator had ended.</summary>
    public static async Task ExplainAsync(SteppedImport import, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{import.Case} ({import.Name}): {exception.Message}", exception);
        }
    }

    /// <summary>The object; null where it is gone.</summary>
    public async Task<JsonObject?> FindAsync(SteppedImport import) => await World.Imports.FindAsync(import.Name, CancellationToken);

    public static IEnumerable<string?> Finalizers(JsonObject import) => import["metadata"]!["finalizers"]?.AsArray().Select(finalizer => (string?)finalizer) ?? [];

    /// <summary>Asks for another pass and waits until it is over.</summary>
    public async Task<JsonObject> AskAsync(SteppedImport import)
    {
        await World.Imports.AnnotateAsync(import.Name, ImportObject.RequestedAtAnnotation, "again", CancellationToken);
        return (await World.Imports.WaitAsync(import.Name, found => (string?)found?["status"]?["lastHandledReconcileAt"] == "again", "it was not run again", CancellationToken))!;
    }

    /// <summary>Leaves it alone from now on, so that operators to come have less to look at.</summary>
    public Task SuspendAsync(SteppedImport import) => World.Imports.PatchAsync(import.Name, new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } }, CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _git.DisposeAsync();
    }

    private static string LeaseName(int number) => string.Create(CultureInfo.InvariantCulture, $"operator-{number}");

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    private async Task<ProxyVerdict> EndAsync(OperatorProcess process)
    {
        if (_death is Death.Killed)
        {
            process.Process.Kill();
            return ProxyVerdict.Reset;
        }

        process.Process.Signal("TERM");

        // The probes' port is the first that closes: then it has noticed.
        await Patience.UntilAsync(
            async cancellation => (await process.ProbeAsync("healthz", cancellation)).Status is null, "the operator had not noticed SIGTERM", () => process.Process.Tail, CancellationToken);
        return _death is Death.Stopped ? ProxyVerdict.Pass : ProxyVerdict.Drop;
    }
}
