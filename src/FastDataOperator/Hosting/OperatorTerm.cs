using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Configuration;
using FastDataOperator.Informers;
using FastDataOperator.Leadership;
using FastDataOperator.Metrics;
using FastDataOperator.Reconcilers;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;
using FastDataOperator.Status;
using FastDataOperator.Webhooks;
using FastDataOperator.WorkQueues;
using k8s.Models;

namespace FastDataOperator.Hosting;

/// <summary>One term of leadership: builds informers, queue, workers and all that they need, runs them, and takes them down when the term is
/// over or the process is to stop. The next term builds everything anew.</summary>
internal sealed class OperatorTerm : IDisposable
{
    /// <summary>What puts a Secret among those that are watched.</summary>
    private const string WatchedSecrets = "reconcile." + FastDataImport.Group + "/watch=Enabled";

    private readonly OperatorServices _services;
    private readonly LeadershipTerm _term;

    /// <summary>Cancelled when nothing more may be done: the term is over, or the time for stopping is.</summary>
    private readonly CancellationTokenSource _abandon;

    private readonly CancellationTokenRegistration _lost;
    private readonly CancellationTokenRegistration _grace;

    /// <summary>Its instruments end with the term.</summary>
    private readonly Meter _meter = new(OperatorMeter.Name);
    private readonly SharedReads<ObjectKey, SecretReading> _secrets;
    private readonly ControllerState _state;
    private readonly ImportController _controller;
    private readonly EventRecorder _events;

    /// <summary><see langword="null"/> where no webhooks are taken.</summary>
    private readonly PushFollower? _pushes;

    public OperatorTerm(OperatorServices services, LeadershipTerm term)
    {
        _services = services;
        _term = term;
        var time = services.TimeProvider;
        _abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _lost = term.Lost.Register(_abandon.Cancel);
        _grace = term.Ending.Register(() => _abandon.CancelAfter(services.Options.GracefulShutdownTimeout));

        var queue = new WorkQueue<ObjectKey>("fastdataimport", time, _meter, new FairLines<ObjectKey>(static key => key.Namespace, MostOfOneNamespace(services.Options)));
        _secrets = new SharedReads<ObjectKey, SecretReading>(
            (name, _, cancellationToken) => ClusterSecrets.ReadAsync(services.Client, name, cancellationToken), static reading => reading.Mark, queue.Add, static (_, _) => { }, time, _abandon.Token);
        var looks = new SharedReads<LookTarget, Look>(
            (target, deadline, cancellationToken) => Look.TakeAsync(services.Git, target, deadline, cancellationToken), static look => look.Mark, queue.Add,
            (before, mark) => services.Imports.Looked(mark is null ? LookOutcome.Failed : before is null || before == mark ? LookOutcome.Unmoved : LookOutcome.Moved),
            time, _abandon.Token);
        _state = new ControllerState
        {
            Store = new ObjectStore<ImportObject>(),
            Queue = queue,
            Backoff = new Backoff<ObjectKey>(services.Chance),
            Lanes = new WriterLanes<DestinationLane, ObjectKey>(queue.Add),
            Memory = new PassMemory(time),
            Reads = new PassReads(_secrets, looks),
        };
        _pushes = services.Inbox is null ? null : new PushFollower(services.Inbox, _state.Store, _state.Memory, _state.Queue, time, services.Logger);
        _events = new EventRecorder(services.Client, services.Options.Pod.Name, time, term.ThrowIfOver, services.Logger);
        var report = new ImportReport(new StatusWriter(services.Client, _state.Store, time, term.ThrowIfOver), _events, services.Imports, services.Logger);
        var reconciler = new ImportReconciler(
            _state.Store, _state.Memory, _state.Reads,
            new PassAttempt(services.Git, _state.Lanes, time, term.ThrowIfOver, services.OpenForge),
            new Finalizers(services.Client, _state.Store, term.ThrowIfOver),
            time);
        _controller = new ImportController(_state, reconciler, report, new ControllerSignals(services.Passes, services.Imports, services.Liveness, services.Logger), time, services.Chance);
    }

    /// <summary>Runs until the term is over or the process stops; then waits for passes under way, as long as it may.</summary>
    public async Task RunAsync()
    {
        _services.Readiness.NotReady("leading, and listing the imports");
        var imports = Informers(ApiResource.Imports, _services.Options.Watch.LabelSelector, static (ImportResource resource) => ImportObject.Of(resource), _state.Store);
        var secrets = _services.Options.Watch.Secrets ? Informers(ApiResource.Secrets, WatchedSecrets, static (V1Secret secret) => WatchedSecret.Of(secret), SecretStore()) : [];
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(_term.Ending);
        var informing = imports.Select(informer => informer.RunAsync(watch.Token)).Concat(secrets.Select(informer => informer.RunAsync(watch.Token))).ToList();
        var telling = _events.RunAsync(_abandon.Token);
        var following = _pushes?.RunAsync(watch.Token) ?? Task.CompletedTask;
        var watching = imports.Select((informer, at) => _services.Liveness.Register($"watch {at + 1}", Informer<ImportResource, ImportObject>.LongestSilence, () => informer.SinceProgress)).ToList();
        try
        {
            await Task.WhenAll(imports.Select(informer => informer.Synced)).WaitAsync(_term.Ending);
            _services.Readiness.Ready("leading");
            await _controller.RunAsync(_services.Options.Workers, _term.Ending, _abandon.Token);
        }
        catch (OperationCanceledException) when (_term.Ending.IsCancellationRequested)
        {
        }
        finally
        {
            watching.ForEach(_services.Liveness.Remove);
            _events.Complete();
            await watch.CancelAsync();
            await Task.WhenAll([.. informing, telling, following]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _lost.Dispose();
        _grace.Dispose();
        _abandon.Dispose();
        _state.Queue.Dispose();
        _meter.Dispose();
        _services.Imports.ForgetAll();
    }

    /// <summary>Three quarters of the workers, so that a server that never answers a namespace's imports does not stop all others; all where there are no others.</summary>
    private static int MostOfOneNamespace(OperatorOptions options) => options.Watch.Namespaces.Count == 1 ? options.Workers : Math.Max(1, options.Workers * 3 / 4);

    private List<Informer<TResource, TItem>> Informers<TResource, TItem>(ApiResource kind, string? selector, Func<TResource, TItem> read, ObjectStore<TItem> store)
        where TItem : class, ICachedObject
    {
        var namespaces = _services.Options.Watch.Namespaces;
        var signals = new InformerSignals(kind, _services.Logger, _meter);
        return [.. (namespaces.Count == 0 ? [null] : namespaces.Cast<string?>()).Select(space => new Informer<TResource, TItem>(
            new ObjectCollection(_services.Client, kind, new InformerScope(space, selector)), read, store, signals, _services.TimeProvider, _services.Chance))];
    }

    /// <summary>A change of one makes the imports that use it due.</summary>
    private ObjectStore<WatchedSecret> SecretStore()
    {
        var store = new ObjectStore<WatchedSecret>();
        store.Subscribe(change => _secrets.Expire(change.Key));
        return store;
    }
}
