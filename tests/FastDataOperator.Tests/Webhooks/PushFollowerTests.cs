using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using FastDataOperator.Tests.Reconcilers;
using FastDataOperator.Webhooks;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.Webhooks;

public sealed class PushFollowerTests : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    private readonly ArmedTime _time = new();
    private readonly Meter _meter = new("test");
    private readonly CancellationTokenSource _stop = new();
    private readonly WebhookInbox _inbox = new();
    private readonly ObjectStore<ImportObject> _store = new();
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly PassMemory _memory;
    private readonly Task _running;

    public PushFollowerTests()
    {
        _queue = new WorkQueue<ObjectKey>("test", _time, _meter);
        _memory = new PassMemory(_time);
        _running = new PushFollower(_inbox, _store, _memory, _queue, _time, new CollectedLog()).RunAsync(_stop.Token);
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        Assert.Equal(InboxAnswer.Closed, _inbox.Offer(["a"]));
        _queue.Dispose();
        _meter.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData("git.example.com/a")]
    [InlineData("git.example.com/b")]
    public async Task Push_ToASourceOrADestination_MakesTheImportDueWithAFreshLook(string name)
    {
        var import = ImportObjectBuilder.Make();
        _store.Upsert(import);
        _time.Advance(TimeSpan.FromMinutes(5));
        var before = _time.GetTimestamp();
        Assert.True(_memory.NotBefore(import.Key, s_interval) < before);

        Assert.Equal(InboxAnswer.Taken, _inbox.Offer([name]));

        Assert.Equal(import.Key, await _queue.TakeAsync(CancellationToken));
        Assert.Equal(before, _memory.NotBefore(import.Key, s_interval));
        Assert.False(_store.Find(import.Key)!.IsAsked);
    }

    [Fact]
    public async Task Push_ToAnotherRepository_MakesNothingDue()
    {
        var import = ImportObjectBuilder.Make();
        _store.Upsert(import);

        _inbox.Offer(["git.example.com/c", "other.example.com/a", "*/example/a"]);
        await _time.ArmedAsync(s_gathering, CancellationToken);

        Assert.True(_memory.NotBefore(import.Key, s_interval) < _time.GetTimestamp());
        _queue.Add(new ObjectKey("n", "marker"));
        Assert.Equal(new ObjectKey("n", "marker"), await _queue.TakeAsync(CancellationToken));
    }

    [Fact]
    public async Task Pushes_InABurst_AreOneRound()
    {
        var import = ImportObjectBuilder.Make();
        _store.Upsert(import);
        _inbox.Offer(["git.example.com/a"]);
        await _time.ArmedAsync(s_gathering, CancellationToken);
        Assert.Equal(import.Key, await _queue.TakeAsync(CancellationToken));
        _queue.Done(import.Key);

        for (var at = 0; at < 100; at++)
        {
            _inbox.Offer(["git.example.com/a", "git.example.com/b"]);
        }

        var next = _queue.TakeAsync(CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(import.Key, await next);
        _queue.Done(import.Key);
        await _time.ArmedAsync(s_gathering, CancellationToken);
        _queue.Add(new ObjectKey("n", "marker"));
        Assert.Equal("marker", (await _queue.TakeAsync(CancellationToken)).Name);
    }

    [Fact]
    public async Task Import_ThatWasDeletedOrWentElsewhere_IsNotMadeDue()
    {
        _store.Upsert(ImportObjectBuilder.Make("gone"));
        _store.Upsert(ImportObjectBuilder.Make("moved"));
        _store.Upsert(ImportObjectBuilder.Make("stays"));
        _store.Remove(new ObjectKey("team-a", "gone"));
        _store.Upsert(ImportObjectBuilder.Make("moved", generation: 2) with { ResourceVersion = "2", Import = null });

        _inbox.Offer(["git.example.com/a"]);

        Assert.Equal("stays", (await _queue.TakeAsync(CancellationToken)).Name);
        await _time.ArmedAsync(s_gathering, CancellationToken);
        _queue.Add(new ObjectKey("n", "marker"));
        Assert.Equal("marker", (await _queue.TakeAsync(CancellationToken)).Name);
    }

    [Fact]
    public void Offer_OfMoreThanCanWait_IsRefused()
    {
        var inbox = new WebhookInbox();
        inbox.Open();

        Assert.Equal(InboxAnswer.Taken, inbox.Offer([.. Enumerable.Range(0, 10_000).Select(static number => $"h/{number}")]));
        Assert.Equal(InboxAnswer.Full, inbox.Offer(["h/more"]));
    }
}
