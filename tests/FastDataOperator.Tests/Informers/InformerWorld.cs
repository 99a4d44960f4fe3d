using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Testing;
using k8s;

namespace FastDataOperator.Tests.Informers;

/// <summary>KubernetesClient and an API server with every fault that either is known for. Each test says at which version the client comes back.</summary>
public abstract class InformerWorld : IAsyncLifetime
{
    /// <summary>With a chance of nought: what is waited after a round that brought something, and the first that did not.</summary>
    private protected static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(400);

    /// <summary>With a chance of nought: 240 s and 30 s more.</summary>
    private protected static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(270);

    private readonly Meter _meter = new("test");
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));

    private protected InformerWorld()
    {
        Measured = new Measured(_meter);
        Store.Subscribe(change => _changes.Writer.TryWrite(Describe(change)));
    }

    private protected ArmedTime Time { get; } = new();

    private protected CollectedLog Log { get; } = new();

    private protected ObjectStore<ImportObject> Store { get; } = new();

    private protected CancellationTokenSource Stop { get; } = new();

    private protected Measured Measured { get; }

    private protected ScriptedApiServer Server { get; private set; } = null!;

    private protected Kubernetes Client { get; private set; } = null!;

    private protected Informer<ImportResource, ImportObject> Informer { get; private set; } = null!;

    /// <summary>Ends a test whose signal never comes.</summary>
    private protected CancellationToken Cancellation => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        Server = await ScriptedApiServer.StartAsync();
        Client = new Kubernetes(new KubernetesClientConfiguration { Host = Server.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Stop.CancelAsync();
        foreach (var running in _running)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        Client.Dispose();
        await Server.DisposeAsync();
        Measured.Dispose();
        _meter.Dispose();
        Stop.Dispose();
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Describe(ObjectChange<ImportObject> change) => change switch
    {
        { Before: null, After: { } after } => $"{change.Key.Name}: +{after.ResourceVersion}",
        { Before: { } before, After: null } => $"{change.Key.Name}: -{before.ResourceVersion}",
        _ => $"{change.Key.Name}: {change.Before!.ResourceVersion}>{change.After!.ResourceVersion}",
    };

    private protected static JsonObject Import(string name, int version, string? uid = null, string inNamespace = "team-a") => new()
    {
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["kind"] = "FastDataImport",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = inNamespace, ["uid"] = uid ?? name, ["resourceVersion"] = $"{version}" },
        ["spec"] = new JsonObject(),
    };

    private protected static JsonObject Bookmark(string version) => new()
    {
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["kind"] = "FastDataImport",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["creationTimestamp"] = null },
        ["spec"] = null,
    };

    private protected static JsonObject List(string version, params JsonNode[] items) => List(version, "", items);

    private protected static JsonObject List(string version, string continuation, params JsonNode[] items) => new()
    {
        ["kind"] = "FastDataImportList",
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = continuation },
        ["items"] = new JsonArray(items),
    };

    private protected void Run(InformerScope scope)
    {
        Informer = new Informer<ImportResource, ImportObject>(
            new ObjectCollection(Client, ApiResource.Imports, scope),
            ImportObject.Of,
            Store,
            new InformerSignals(ApiResource.Imports, Log, _meter),
            Time,
            static () => 0);
        _running.Add(Informer.RunAsync(Stop.Token));
    }

    private protected async Task<ScriptedCall> WatchingAsync(string version, params JsonNode[] items)
    {
        Run(new InformerScope(null, null));
        await NextListAsync(List(version, items));
        return await NextWatchAsync(version);
    }

    private protected async Task<ScriptedCall> NextAsync() => await Server.NextAsync(Cancellation);

    private protected async Task<ScriptedCall> NextListAsync(JsonObject answer)
    {
        var list = await NextAsync();
        Assert.False(list.IsWatch);
        Assert.Null(list.ResourceVersion);
        await list.AnswerAsync(answer);
        return list;
    }

    private protected async Task<ScriptedCall> NextWatchAsync(string version)
    {
        var watch = await NextAsync();
        Assert.True(watch.IsWatch);
        Assert.Equal(version, watch.ResourceVersion);
        return watch;
    }

    /// <summary>Exactly these, in this order.</summary>
    private protected async Task ChangesAsync(params string[] changes)
    {
        foreach (var change in changes)
        {
            Assert.Equal(change, await _changes.Reader.ReadAsync(Cancellation));
        }

        Assert.Equal(0, _changes.Reader.Count);
    }
}
