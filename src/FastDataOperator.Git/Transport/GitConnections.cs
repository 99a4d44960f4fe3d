using System.Collections.Concurrent;
using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>What all operations of one client share: the pooled connections, the limits, the clock.</summary>
internal sealed class GitConnections : IDisposable
{
    private readonly Lazy<HttpClient> _http = new(CreateHttpClient);

    public GitConnections(TimeProvider timeProvider, GitLimits limits)
    {
        TimeProvider = timeProvider;
        Limits = limits;
    }

    public TimeProvider TimeProvider { get; }

    public GitLimits Limits { get; }

    /// <summary>Origins, and local paths, whose servers cannot leave files out of a pack.</summary>
    public ConcurrentDictionary<string, bool> WithoutFilter { get; } = new(StringComparer.Ordinal);

    /// <exception cref="GitException">The credentials may not be sent to the address.</exception>
    public ISmartService Open(GitOperation operation, GitCredentials credentials) =>
        operation.Address.Url is { } url
            ? new HttpSmartService(_http.Value, operation, url, credentials)
            : new LocalSmartService(operation, operation.Address.LocalPath!);

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static HttpClient CreateHttpClient()
    {
#pragma warning disable CA2000 // the client disposes its handler
        var handler = new SocketsHttpHandler
        {
            // Redirects are followed by HttpSmartService, on the same origin only.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Proxy = new DirectToLoopback(HttpClient.DefaultProxy),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            ActivityHeadersPropagator = null,
        };
#pragma warning restore CA2000

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

        // Some servers show a web page to whoever does not call itself git.
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "git/2.0 (FastDataOperator)");
        return client;
    }
}
