namespace FastDataOperator.Tests.Informers;

/// <summary>What an API server does that it should not.</summary>
public sealed class InformerFaultTests : InformerWorld
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Informer_GivenRetryAfter_ThenStaysAwayThatLongAndComesBackAtTheSameVersion(int status)
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(status, "TooManyRequests", ("Retry-After", "17"));
        await Time.ArmedAsync(TimeSpan.FromSeconds(17), Cancellation);
        Time.Advance(TimeSpan.FromSeconds(16.9));
        Assert.False(Server.HasCalls);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenThreeFailuresInARow_ThenListsAgain()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(500, "InternalError");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(502, "BadGateway");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(504, "Timeout");
        await Time.ExpireAsync(TimeSpan.FromSeconds(1.6), Cancellation);
        await NextListAsync(List("20"));
        await NextWatchAsync("20");
        Assert.Equal(3, Measured.Read()["fastdata_informer_failures"]);
        Assert.Contains(Log.Lines, static line => line.Contains("the API server answered 500 scripted InternalError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAnEventBetweenFailures_ThenTheyAreNotInARow()
    {
        var watch = await WatchingAsync("7");
        await watch.RefuseAsync(500, "InternalError");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.4), Cancellation);
        await (await NextWatchAsync("7")).RefuseAsync(500, "InternalError");
        await Time.ExpireAsync(TimeSpan.FromSeconds(0.8), Cancellation);
        watch = await NextWatchAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.Abort();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await (await NextWatchAsync("8")).RefuseAsync(500, "InternalError");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }

    [Fact]
    public async Task Informer_GivenAnErrorEventThatIsNo410_ThenAFailureAndTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.SendStatusAsync(500, "InternalError");
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
        Assert.Contains(Log.Lines, static line => line.Contains("the API server sent 500 scripted InternalError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Informer_GivenAResetBeforeTheAnswer_ThenTheSameVersion()
    {
        var watch = await WatchingAsync("7");
        watch.Abort();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("7");
    }

    [Fact]
    public async Task Informer_GivenAResetMidStream_ThenTheLastEventsVersion()
    {
        var watch = await WatchingAsync("7");
        await watch.SendAsync("ADDED", Import("a", 8));
        await ChangesAsync("a: +8");
        watch.Abort();
        await Time.ExpireAsync(ShortPause, Cancellation);
        await NextWatchAsync("8");
    }
}
