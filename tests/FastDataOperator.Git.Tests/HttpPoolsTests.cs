using FastDataOperator.Git.Transport;
using FastDataOperator.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>How many sets of connections are kept, and how long.</summary>
public sealed class HttpPoolsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<CountedHandler> _made = [];
    private readonly HttpPools _pools;

    public HttpPoolsTests() => _pools = new HttpPools(_time, route =>
    {
        _made.Add(new CountedHandler(route));
        return _made[^1];
    });

    public void Dispose()
    {
        _pools.Dispose();
        Assert.All(_made, static handler => Assert.Equal(1, handler.Disposals));
    }

    [Fact]
    public void Lease_SameValues_SharesConnections()
    {
        using var first = _pools.Lease(Route("a"));
        using var second = _pools.Lease(Route("a"));
        using var other = _pools.Lease(Route("b"));

        Assert.Same(first.Invoker, second.Invoker);
        Assert.NotSame(first.Invoker, other.Invoker);
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public void Lease_ThousandSecretsOneAfterTheOther_KeepsFew()
    {
        for (var at = 0; at < 1000; at++)
        {
            _pools.Lease(Route($"{at}")).Dispose();
        }

        Assert.Equal(HttpPools.MaxIdle, _pools.Count);
        Assert.Equal(1000 - HttpPools.MaxIdle, _made.Count(static handler => handler.Disposals == 1));
        Assert.Equal(0, _made[^1].Disposals);
        _pools.Lease(Route("999")).Dispose();
        Assert.Equal(1000, _made.Count);
    }

    [Fact]
    public void Lease_InUse_IsKeptHoweverManyOthersThereAre()
    {
        using var used = _pools.Lease(Route("used"));
        for (var at = 0; at < 2 * HttpPools.MaxIdle; at++)
        {
            _pools.Lease(Route($"{at}")).Dispose();
        }

        _time.Advance(10 * HttpPools.IdleTime);

        Assert.Equal(0, _made[0].Disposals);
        Assert.Equal(1, _pools.Count);
    }

    [Fact]
    public void Lease_NotUsedForAWhile_Goes()
    {
        _pools.Lease(Route("rotated")).Dispose();
        _time.Advance(HttpPools.IdleTime / 2);
        _pools.Lease(Route("new")).Dispose();

        _time.Advance(HttpPools.IdleTime * 0.9);

        Assert.Equal((1, 0), (_made[0].Disposals, _made[1].Disposals));
        _time.Advance(HttpPools.IdleTime);
        Assert.Equal((1, 0), (_made[1].Disposals, _pools.Count));

        // And so do those that come after nothing was kept.
        _pools.Lease(Route("new")).Dispose();
        Assert.Equal((3, 1), (_made.Count, _pools.Count));
        _time.Advance(2 * HttpPools.IdleTime);
        Assert.Equal((1, 0), (_made[2].Disposals, _pools.Count));
    }

    [Fact]
    public void Dispose_OfALeaseTwice_CountsOnce()
    {
        var twice = _pools.Lease(Route("a"));
        using var other = _pools.Lease(Route("a"));
        twice.Dispose();
        twice.Dispose();
        _time.Advance(10 * HttpPools.IdleTime);

        Assert.Equal(0, _made[0].Disposals);
    }

    [Fact]
    public async Task Look_ManyAtOnce_OpensAFewConnectionsToAServer()
    {
        using var server = new ScriptedWebServer(static _ => ReadOnlyMemory<byte>.Empty);
        using var world = new GitWorld();
        using var stop = new CancellationTokenSource();

        var looks = Enumerable.Range(0, RouteHandler.MaxConnectionsPerServer + 8)
            .Select(_ => world.Client.LookAsync(GitWorld.Address(server.Url), GitReference.Default, RemoteAccess.Anonymous, GitWorld.Deadline, stop.Token)).ToList();
        await Patience.UntilAsync(
            _ => Task.FromResult(server.Connections >= RouteHandler.MaxConnectionsPerServer), "there were fewer connections", () => $"{server.Connections}", GitWorld.Cancellation);

        // What another server is asked meanwhile, the others had time for too. Once those that wait are let go, some connect before they hear of it.
        using var another = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("404 Not Found", "text/plain", ""u8));
        await world.FailAsync(another.Url);
        Assert.Equal(RouteHandler.MaxConnectionsPerServer, server.Connections);

        await stop.CancelAsync();
        foreach (var look in looks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look);
        }
    }

    private static HttpRoute Route(string user) => new(RemoteTrust.Machine, TransportCase.Proxy("http://proxy.example.com", user, ""));

    private sealed class CountedHandler(HttpRoute route) : HttpMessageHandler
    {
        public HttpRoute Route => route;

        public int Disposals { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Disposals++;
            base.Dispose(disposing);
        }
    }
}
