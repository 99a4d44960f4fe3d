using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>The connections of one route: sockets, TLS and proxy, and what belongs to them.</summary>
internal sealed class RouteHandler : DelegatingHandler
{
    /// <summary>Most connections to one server, or through one proxy to it. More requests wait.</summary>
    public const int MaxConnectionsPerServer = 16;

    /// <summary>How long a connection may take to be made, with all that stands in between.</summary>
    public static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    private readonly SecureSide _side;
    private readonly SecureSide? _proxySide;

    public RouteHandler(TimeProvider timeProvider, HttpRoute route, RemotePolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _side = new SecureSide(route.Trust);
        _proxySide = route.Proxy is { IsSecure: true } secure ? new SecureSide(secure.Trust) : null;
        var handler = new SocketsHttpHandler
        {
            // Redirects are followed by whoever asks, on the same origin only.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Proxy = route.Proxy is { } proxy ? new SecretProxy(proxy) : new DirectToLoopback(HttpClient.DefaultProxy),
            MaxConnectionsPerServer = MaxConnectionsPerServer,
            ConnectTimeout = ConnectTime,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            ActivityHeadersPropagator = null,
            SslOptions = _side.Options(host: null),
        };
        if (policy.JudgesAddresses || route.Proxy is not null)
        {
            handler.ConnectCallback = new JudgedConnection(timeProvider, policy, resolve, route.Proxy, _proxySide).ConnectAsync;
        }

        InnerHandler = handler;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _side.Dispose();
            _proxySide?.Dispose();
        }
    }
}
