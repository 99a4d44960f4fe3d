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
public sealed class InformerTests : IAsyncLifetime
{
    /// <summary>With a chance of nought: what is waited after a round that brought something, and the first that did not.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(400);

    /// <summary>With a chance of nought: 240 s and 30 s more.</summary>
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(270);

    private readonly ArmedTime _time = new();
    private readonly Meter _meter = new("test");
    private readonly CollectedLog _log = new();
    private readonly ObjectStore<ImportObject> _store = new();
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stop = new();
    private readonly Measured _measured;
    private ScriptedApiServer _server = null!;
    private Kubernetes _client = null!;
    private Informer<ImportResource, ImportObject> _informer = null!;

    public InformerTests()
    {
        _measured = new Measured(_meter);
        _store.Subscribe(change => _changes.Writer.TryWrite(Describe(change)));
    }

    /// <summary>Ends a test whose signal never comes.</summary>
    private CancellationToken Cancellation => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        _server = await ScriptedApiServer.StartAsync();
        _client = new Kubernetes(new KubernetesClientConfiguration { Host = _server.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var running in _running)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        _client.Dispose();
        await _server.DisposeAsync();
        _measured.Dispose();
        _meter.Dispose();
        _stop.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Informer_GivenAnEmptyCluster_ThenListsWithoutAVersionAndWatchesFromTheLists()
    {
        Run(new InformerScope(null, null));
        var list = await NextAsync();
        Assert.Equal("/apis/fastdata.gitops.dev/v1alpha1/fastdataimports", list.Path);
        Assert.False(list.IsWatch);
        Assert.Null(list.ResourceVersion);
        Assert.Equal("500", list.Query["limit"]);
        Assert.False(_informer.Synced.IsCompleted);
        await list.AnswerAsync(List("7"));
        await _informer.Synced.WaitAsync(Cancellation);

        var watch = await NextAsync();
        Assert.True(watch.IsWatch);
        Assert.Equal("7", watch.ResourceVersion);
        Assert.Equal("true", watch.Query["allowWatchBookmarks"]);
        Assert.Equal("240", watch.Query["timeoutSeconds"]);
    }

    [Fact]
    public async Task Informer_GivenANamespaceAndLabels_ThenAsksForThemOnly()
    {
        Run(new InformerScope("team-a", "shard=1"));
        var list = await NextAsync();
        Assert.Equal("/apis/fastdata.gitops.dev/v1alpha1/namespaces/team-a/fastdataimports", list.Path);
        Assert.Equal("shard=1", list.Query["labelSelector"]);
        await list.AnswerAsync(List("7"));
        var watch = await NextAsync();
        Assert.Equal(list.Path, watch.Path);
        Assert.Equal("shard=1", watch.Query["labelSelector"]);
    }

    [Fact]
    public async Task Informer_GivenSecrets_ThenTheSameCallsReachTheCoreGroup()
    {
        var secrets = new ObjectCollection(_client, ApiResource.Secrets, new InformerScope("team-a", null));
        var page = secrets.ListAsync(continuation: null, Cancellation);
        var list = await NextAsync();
        Assert.Equal("/api/v1/namespaces/team-a/secrets", list.Path);
        await list.AnswerAsync(List("7", Import("a", 3)));
        Assert.Single((await page).Items);
    }

    [Fact]
    public async Task Informer_GivenEvents_ThenTheStoreIsChangedBeforeAnybodyIsTold()
    {
        var seen = new List<bool>();
        _store.Subscribe(change => seen.Add(ReferenceEquals(_store.Find(change.Key), change.After)));
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.SendAsync("ADDED", Import("b", 8));
        await watch.SendAsync("MODIFIED", Import("a", 9));
        await watch.SendAsync("DELETED", Import("b", 10));

        await ChangesAsync("a: +3", "b: +8", "a: 3>9", "b: -8");
        Assert.Equal([true, true, true, true], seen);
        Assert.Equal("9", Assert.Single(_store.Items).ResourceVersion);
    }

    [Fact]
    public async Task Informer_GivenTheWatchEnds_ThenGoesOnAtTheLastEvent()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.End();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenABookmark_ThenGoesOnThere()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("BOOKMARK", Bookmark("55"));
        watch.End();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("55");
        Assert.Empty(_store.Items);
    }

    [Fact]
    public async Task Informer_GivenAnIdleWatchThatTheServerEnds_ThenGoesOnAtTheSameVersionWithoutAWarning()
    {
        var watch = await WatchingAsync("7");
        await watch.OpenAsync();
        watch.End();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenWatchesThatEndAtOnce_ThenPausesGrow()
    {
        var watch = await WatchingAsync("7");
        foreach (var pause in new[] { 0.4, 0.8, 1.6, 3.2, 6.4 })
        {
            await watch.OpenAsync();
            watch.End();
            await _time.ExpireAsync(TimeSpan.FromSeconds(pause), Cancellation);
            watch = await NextWatchAsync("7");
        }
    }

    [Fact]
    public async Task Informer_GivenASilentWatch_ThenTheWatchdogConnectsAgainAtTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.OpenAsync();
        await _time.ExpireAsync(Watchdog, Cancellation);
        await watch.Left.WaitAsync(Cancellation);
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.Contains(_log.Lines, static line => line.Contains("without a word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAServerThatAcceptsAndNeverAnswers_ThenTheWatchdogConnectsAgain()
    {
        var watch = await WatchingAsync("7");
        await _time.ExpireAsync(Watchdog, Cancellation);
        await watch.Left.WaitAsync(Cancellation);
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenOneEventAndThenSilence_ThenTheWatchdogCountsFromTheEvent()
    {
        var watch = await WatchingAsync("7");
        await _time.ArmedAsync(Watchdog, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(200));
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        Assert.Equal(TimeSpan.Zero, _informer.SinceProgress);

        _time.Advance(TimeSpan.FromSeconds(200));
        Assert.False(watch.Left.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(200), _informer.SinceProgress);
        await watch.SendAsync("BOOKMARK", Bookmark("9"));
        await watch.SendAsync("ADDED", Import("b", 10));
        await ChangesAsync("b: +10");

        _time.Advance(Watchdog);
        await watch.Left.WaitAsync(Cancellation);
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("10");
    }

    [Fact]
    public async Task Informer_GivenA410Event_ThenListsAgainWithoutAVersion()
    {
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.SendAsync("BOOKMARK", Bookmark("8"));
        await watch.SendStatusAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", Import("a", 3)));
        await NextWatchAsync("20");
        await ChangesAsync("a: +3");
    }

    [Fact]
    public async Task Informer_GivenA410Answer_ThenListsAgainWithoutAVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20"));
        await NextWatchAsync("20");
    }

    [Fact]
    public async Task Informer_GivenWhatHappenedWhileNobodyWatched_ThenTheNextListTellsIt()
    {
        var watch = await WatchingAsync("7", Import("gone", 1), Import("same", 2), Import("changed", 3), Import("again", 4));
        await ChangesAsync("gone: +1", "same: +2", "changed: +3", "again: +4");
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", Import("same", 2), Import("changed", 11), Import("again", 12, uid: "another"), Import("new", 13)));
        await NextWatchAsync("20");
        await ChangesAsync("changed: 3>11", "again: -4", "again: +12", "new: +13", "gone: -1");
    }

    [Fact]
    public async Task Informer_GivenANamespacesInformer_ThenItsListRemovesNothingOfOthers()
    {
        _store.Upsert(ImportObject.Of(KubernetesJson.Deserialize<ImportResource>(Import("theirs", 1, inNamespace: "team-b").ToJsonString())));
        Run(new InformerScope("team-a", null));
        await NextListAsync(List("7"));
        await NextWatchAsync("7");
        Assert.Single(_store.Items);
    }

    [Fact]
    public async Task Informer_GivenAStorageThatWentBack_ThenTheListIsTakenThoughItsVersionsAreOlder()
    {
        var watch = await WatchingAsync("700", Import("a", 600), Import("b", 650));
        await ChangesAsync("a: +600", "b: +650");
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("500", Import("a", 400)));
        await NextWatchAsync("500");
        await ChangesAsync("a: -600", "b: -650", "a: +400");
    }

    [Fact]
    public async Task Informer_GivenABadObject_ThenItsStateIsKeptAndTheWatchGoesOn()
    {
        var watch = await WatchingAsync("7", Import("a", 3));
        var bad = Import("a", 8);
        bad["metadata"]!["generation"] = "many";
        await watch.SendAsync("MODIFIED", bad);
        await watch.SendAsync("""{"type":"ADDED","object":{"kind":"FastDataImport","metadata":""");
        await watch.SendAsync("ADDED", Import("b", 9));
        await ChangesAsync("a: +3", "b: +9");

        Assert.Equal("3", _store.Find(new ObjectKey("team-a", "a"))!.ResourceVersion);
        Assert.Equal(2, _measured.Read()["fastdata_informer_unreadable_objects"]);
        Assert.Contains(_log.Lines, static line => line.StartsWith("Error: fastdataimports.fastdata.gitops.dev team-a/a cannot be read (at $.metadata.generation)", StringComparison.Ordinal));
        watch.End();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("9");
    }

    [Fact]
    public async Task Informer_GivenABadObjectLast_ThenGoesOnAfterIt()
    {
        var watch = await WatchingAsync("7");
        var bad = Import("a", 8);
        bad["metadata"]!["generation"] = "many";
        await watch.SendAsync("ADDED", bad);
        watch.End();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenABadObjectInAList_ThenTheOthersAreTakenAndItsStateIsKept()
    {
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        var bad = Import("a", 11);
        bad["metadata"]!["generation"] = "many";
        await NextListAsync(List("20", bad, Import("b", 12)));
        await NextWatchAsync("20");
        await ChangesAsync("a: +3", "b: +12");
        Assert.Equal(2, _store.Items.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Informer_GivenRetryAfter_ThenStaysAwayThatLongAndComesBackAtTheSameVersion(int status)
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(status, "TooManyRequests", ("Retry-After", "17"));
        await _time.ArmedAsync(TimeSpan.FromSeconds(17), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(16.9));
        Assert.False(_server.HasCalls);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenThreeFailuresInARow_ThenListsAgain()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(500, "InternalError");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(502, "BadGateway");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(504, "Timeout");
        await _time.ExpireAsync(TimeSpan.FromSeconds(1.6), Cancellation);
        await NextListAsync(List("20"));
        await NextWatchAsync("20");
        Assert.Equal(3, _measured.Read()["fastdata_informer_failures"]);
        Assert.Contains(_log.Lines, static line => line.Contains("the API server answered 500 scripted InternalError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAnEventBetweenFailures_ThenTheyAreNotInARow()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(500, "InternalError");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(500, "InternalError");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        watch = await NextWatchAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.Abort();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await (await NextWatchAsync("8")).RefuseAsync(500, "InternalError");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenAnErrorEventThatIsNo410_ThenAFailureAndTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.SendStatusAsync(500, "InternalError");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.Contains(_log.Lines, static line => line.Contains("the API server sent 500 scripted InternalError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAResetBeforeTheAnswer_ThenTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        watch.Abort();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenAResetMidStream_ThenTheLastEventsVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.Abort();
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenPages_ThenNothingIsRemovedBeforeTheLast()
    {
        var watch = await WatchingAsync("7", Import("a", 1), Import("b", 2), Import("c", 3));
        await ChangesAsync("a: +1", "b: +2", "c: +3");
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", "more", Import("a", 1)));
        var second = await NextAsync();
        Assert.Equal("more", second.Query["continue"]);
        Assert.Equal(3, _store.Items.Count);
        await second.AnswerAsync(List("20", Import("c", 3)));
        await NextWatchAsync("20");
        await ChangesAsync("b: -2");
    }

    [Fact]
    public async Task Informer_GivenAnExpiredContinuation_ThenTheListStartsOverAndNothingIsRemoved()
    {
        var watch = await WatchingAsync("7", Import("a", 1), Import("b", 2));
        await ChangesAsync("a: +1", "b: +2");
        await watch.RefuseAsync(410, "Expired");
        await _time.ExpireAsync(ShortPause, Cancellation);
        await NextListAsync(List("20", "more", Import("a", 1)));
        await (await NextAsync()).RefuseAsync(410, "Expired");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        Assert.Equal(2, _store.Items.Count);
        var list = await NextListAsync(List("30", Import("a", 1), Import("b", 2)));
        Assert.DoesNotContain("continue", list.Query.Keys);
        await NextWatchAsync("30");
        Assert.Equal(2, _store.Items.Count);
    }

    [Fact]
    public async Task Informer_GivenAListThatFails_ThenTriesUntilItWorks()
    {
        Run(new InformerScope(null, null));
        await (await NextAsync()).RefuseAsync(403, "Forbidden");
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        (await NextAsync()).Abort();
        await _time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        Assert.False(_informer.Synced.IsCompleted);
        await NextListAsync(List("7"));
        await _informer.Synced.WaitAsync(Cancellation);
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenStopped_ThenTheConnectionIsClosedAndSyncedIsCancelledIfItNeverWas()
    {
        Run(new InformerScope(null, null));
        var list = await NextAsync();
        await _stop.CancelAsync();
        await list.Left.WaitAsync(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _informer.Synced);
    }

    [Fact]
    public async Task Informer_GivenStoppedWhileWatching_ThenTheConnectionIsClosed()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        await _stop.CancelAsync();
        await watch.Left.WaitAsync(Cancellation);
    }

    private static string Describe(ObjectChange<ImportObject> change) => change switch
    {
        { Before: null, After: { } after } => $"{change.Key.Name}: +{after.ResourceVersion}",
        { Before: { } before, After: null } => $"{change.Key.Name}: -{before.ResourceVersion}",
        _ => $"{change.Key.Name}: {change.Before!.ResourceVersion}>{change.After!.ResourceVersion}",
    };

    private static JsonObject Import(string name, int version, string? uid = null, string inNamespace = "team-a") => new()
    {
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["kind"] = "FastDataImport",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = inNamespace, ["uid"] = uid ?? name, ["resourceVersion"] = $"{version}" },
        ["spec"] = new JsonObject(),
    };

    private static JsonObject Bookmark(string version) => new()
    {
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["kind"] = "FastDataImport",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["creationTimestamp"] = null },
        ["spec"] = null,
    };

    private static JsonObject List(string version, params JsonNode[] items) => List(version, "", items);

    private static JsonObject List(string version, string continuation, params JsonNode[] items) => new()
    {
        ["kind"] = "FastDataImportList",
        ["apiVersion"] = "fastdata.gitops.dev/v1alpha1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = continuation },
        ["items"] = new JsonArray(items),
    };

    private void Run(InformerScope scope)
    {
        _informer = new Informer<ImportResource, ImportObject>(
            new ObjectCollection(_client, ApiResource.Imports, scope),
            ImportObject.Of,
            _store,
            new InformerSignals(ApiResource.Imports, _log, _meter),
            _time,
            static () => 0);
        _running.Add(_informer.RunAsync(_stop.Token));
    }

    private async Task<ScriptedCall> WatchingAsync(string version, params JsonNode[] items)
    {
        Run(new InformerScope(null, null));
        await NextListAsync(List(version, items));
        return await NextWatchAsync(version);
    }

    private async Task<ScriptedCall> NextAsync() => await _server.NextAsync(Cancellation);

    private async Task<ScriptedCall> NextListAsync(JsonObject answer)
    {
        var list = await NextAsync();
        Assert.False(list.IsWatch);
        Assert.Null(list.ResourceVersion);
        await list.AnswerAsync(answer);
        return list;
    }

    private async Task<ScriptedCall> NextWatchAsync(string version)
    {
        var watch = await NextAsync();
        Assert.True(watch.IsWatch);
        Assert.Equal(version, watch.ResourceVersion);
        return watch;
    }

    /// <summary>Exactly these, in this order.</summary>
    private async Task ChangesAsync(params string[] changes)
    {
        foreach (var change in changes)
        {
            Assert.Equal(change, await _changes.Reader.ReadAsync(Cancellation));
        }

        Assert.Equal(0, _changes.Reader.Count);
    }
}
