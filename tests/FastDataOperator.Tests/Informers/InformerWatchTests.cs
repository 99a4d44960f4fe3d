using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;

namespace FastDataOperator.Tests.Informers;

/// <summary>What a watch tells, how it ends, and where the next one begins.</summary>
public sealed class InformerWatchTests : InformerWorld
{
    [Fact]
    public async Task Informer_GivenEvents_ThenTheStoreIsChangedBeforeAnybodyIsTold()
    {
        var seen = new List<bool>();
        Store.Subscribe(change => seen.Add(ReferenceEquals(Store.Find(change.Key), change.After)));
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.SendAsync("ADDED", Import("b", 8));
        await watch.SendAsync("MODIFIED", Import("a", 9));
        await watch.SendAsync("DELETED", Import("b", 10));

        await ChangesAsync("a: +3", "b: +8", "a: 3>9", "b: -8");
        Assert.Equal([true, true, true, true], seen);
        Assert.Equal("9", Assert.Single(Store.Items).ResourceVersion);
    }

    [Fact]
    public async Task Informer_GivenTheWatchEnds_ThenGoesOnAtTheLastEvent()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.End();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenABookmark_ThenGoesOnThere()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("BOOKMARK", Bookmark("55"));
        watch.End();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("55");
        Assert.Empty(Store.Items);
    }

    [Fact]
    public async Task Informer_GivenAnIdleWatchThatTheServerEnds_ThenGoesOnAtTheSameVersionWithoutAWarning()
    {
        var watch = await WatchingAsync("7");
        await watch.OpenAsync();
        watch.End();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.DoesNotContain(Log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenWatchesThatEndAtOnce_ThenPausesGrow()
    {
        var watch = await WatchingAsync("7");
        foreach (var pause in new[] { 0.4, 0.8, 1.6, 3.2, 6.4 })
        {
            await watch.OpenAsync();
            watch.End();
            await Time.ExpireAsync(TimeSpan.FromSeconds(pause), Cancellation);
            watch = await NextWatchAsync("7");
        }
    }

    [Fact]
    public async Task Informer_GivenASilentWatch_ThenTheWatchdogConnectsAgainAtTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.OpenAsync();
        await Time.ExpireAsync(Watchdog, Cancellation);
        await watch.Left.WaitAsync(Cancellation);
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.Contains(Log.Lines, static line => line.Contains("without a word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAServerThatAcceptsAndNeverAnswers_ThenTheWatchdogConnectsAgain()
    {
        var watch = await WatchingAsync("7");
        await Time.ExpireAsync(Watchdog, Cancellation);
        await watch.Left.WaitAsync(Cancellation);
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenOneEventAndThenSilence_ThenTheWatchdogCountsFromTheEvent()
    {
        var watch = await WatchingAsync("7");
        await Time.ArmedAsync(Watchdog, Cancellation);
        Time.Advance(TimeSpan.FromSeconds(200));
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        Assert.Equal(TimeSpan.Zero, Informer.SinceProgress);

        Time.Advance(TimeSpan.FromSeconds(200));
        Assert.False(watch.Left.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(200), Informer.SinceProgress);
        await watch.SendAsync("BOOKMARK", Bookmark("9"));
        await watch.SendAsync("ADDED", Import("b", 10));
        await ChangesAsync("b: +10");

        Time.Advance(Watchdog);
        await watch.Left.WaitAsync(Cancellation);
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("10");
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

        Assert.Equal("3", Store.Find(new ObjectKey("team-a", "a"))!.ResourceVersion);
        Assert.Equal(2, Measured.Read()["fastdata_informer_unreadable_objects"]);
        Assert.Contains(Log.Lines, static line => line.StartsWith("Error: fastdataimports.fastdata.gitops.dev team-a/a cannot be read (at $.metadata.generation)", StringComparison.Ordinal));
        watch.End();
        await Time.ExpireAsync(ShortPause, Cancellation);
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
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenABadObjectInAList_ThenTheOthersAreTakenAndItsStateIsKept()
    {
        var watch = await WatchingAsync("7", Import("a", 3));
        await watch.RefuseAsync(410, "Expired");
        await Time.ExpireAsync(ShortPause, Cancellation);
        var bad = Import("a", 11);
        bad["metadata"]!["generation"] = "many";
        await NextListAsync(List("20", bad, Import("b", 12)));
        await NextWatchAsync("20");
        await ChangesAsync("a: +3", "b: +12");
        Assert.Equal(2, Store.Items.Count);
    }

    [Fact]
    public async Task Informer_GivenStopped_ThenTheConnectionIsClosedAndSyncedIsCancelledIfItNeverWas()
    {
        Run(new InformerScope(null, null));
        var list = await NextAsync();
        await Stop.CancelAsync();
        await list.Left.WaitAsync(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Informer.Synced);
    }

    [Fact]
    public async Task Informer_GivenStoppedWhileWatching_ThenTheConnectionIsClosed()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        await Stop.CancelAsync();
        await watch.Left.WaitAsync(Cancellation);
    }
}
