using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Informers;
using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using FastDataOperator.Reconcilers;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;
using FastDataOperator.Status;
using FastDataOperator.Testing;
using FastDataOperator.Tests.Hosting;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.Reconcilers;

[Collection("operator host")]
public sealed class ImportControllerTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Healthz_WhileAPassNeverEnds_IsFineUpToItsLimitAndThen503()
    {
        await using var host = await StartedHost.StartAsync();
        using var meter = new Meter("test");
        using var scratch = new TemporaryDirectory();
        using var git = new GitClient(host.Time, scratch.Path, new GitLimits(), new RemotePolicy(), meter);
        using var queue = new WorkQueue<ObjectKey>("fastdataimport", host.Time, meter);
        using var stop = new CancellationTokenSource();
        var began = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var look = new TaskCompletionSource<Look>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (controller, store) = Compose(host, queue, git, () =>
        {
            began.TrySetResult(true);
            return look.Task;
        });

        var running = controller.RunAsync(1, stop.Token, stop.Token);
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((200, "ok\n"), await host.GetAsync(host.Health, "/healthz"));
        store.Upsert(ImportObjectBuilder.Make(spec: "\"timeout\": \"90s\""));
        await Patience.ForAsync(began.Task, "no pass had begun", static () => "", CancellationToken);

        host.Time.Advance(TimeSpan.FromSeconds(90) + TimeSpan.FromMinutes(10));
        Assert.Equal((200, "ok\n"), await host.GetAsync(host.Health, "/healthz"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((503, "stuck: worker 1, 1 s past its limit\n"), await host.GetAsync(host.Health, "/healthz"));

        // It ends after all, and the worker is one that rests.
        look.SetResult(new Look.Failed(new GitException(GitFailure.ConnectionFailed, isTransient: true, "gone")));
        var health = (Status: 0, Text: "");
        await Patience.UntilAsync(
            async _ => (health = await host.GetAsync(host.Health, "/healthz")).Status == 200, "/healthz had not recovered", () => health.Text, CancellationToken);
        await stop.CancelAsync();
        await Patience.ForAsync(Ended(running), "the controller had not stopped", static () => "", CancellationToken);
    }

    private static async Task<bool> Ended(Task task)
    {
        await task;
        return true;
    }

    /// <summary>A controller whose every look at a branch is as given.</summary>
    private static (ImportController Controller, ObjectStore<ImportObject> Store) Compose(StartedHost host, WorkQueue<ObjectKey> queue, GitClient git, Func<Task<Look>> look)
    {
        var time = host.Time;
        var log = new CollectedLog();
        var secrets = new SharedReads<ObjectKey, SecretReading>(
            static (_, _, _) => throw new InvalidOperationException("no Secret is named"), static reading => reading.Mark, queue.Add, static (_, _) => { }, time, CancellationToken);
        var state = new ControllerState
        {
            Store = new ObjectStore<ImportObject>(),
            Queue = queue,
            Backoff = new Backoff<ObjectKey>(static () => 0),
            Lanes = new WriterLanes<DestinationLane, ObjectKey>(queue.Add),
            Memory = new PassMemory(time),
            Reads = new PassReads(
                secrets, new SharedReads<LookTarget, Look>((_, _, _) => look(), static seen => seen.Mark, queue.Add, static (_, _) => { }, time, CancellationToken)),
        };
        var report = new ImportReport(
            new StatusWriter(host.Client, state.Store, time, static () => { }), new EventRecorder(host.Client, "pod", time, static () => { }, log), host.Get<ImportMetrics>(), log);
        var reconciler = new ImportReconciler(
            state.Store, state.Memory, state.Reads, new PassAttempt(git, state.Lanes, time, static () => { }, static (_, _, _) => throw new InvalidOperationException()), new Finalizers(host.Client, state.Store, static () => { }), time);
        var signals = new ControllerSignals(host.Get<ReconcileMetrics>(), host.Get<ImportMetrics>(), host.Get<Liveness>(), log);
        return (new ImportController(state, reconciler, report, signals, time, static () => 0), state.Store);
    }
}
