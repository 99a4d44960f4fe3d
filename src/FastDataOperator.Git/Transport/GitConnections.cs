using System.Collections.Concurrent;
using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>What all operations of one client share: the pooled connections, the limits, the clock.</summary>
internal sealed class GitConnections : IDisposable
{
    private readonly Lazy<HttpClient> _http;
    private readonly RemotePolicy _policy;
    private readonly SshStart _ssh;

    public GitConnections(
        TimeProvider timeProvider, string scratchRoot, GitLimits limits, RemotePolicy policy, GitMetrics metrics,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        TimeProvider = timeProvider;
        Limits = limits;
        Metrics = metrics;
        _policy = policy;
        _ssh = new SshStart(policy, scratchRoot, resolve);
        _http = new Lazy<HttpClient>(() => CreateHttpClient(policy.JudgesAddresses ? new JudgedConnection(policy, resolve) : null));
    }

    public TimeProvider TimeProvider { get; }

    public GitLimits Limits { get; }

    public GitMetrics Metrics { get; }

    /// <summary>Origins, and local paths, whose servers cannot leave files out of a pack.</summary>
    public ConcurrentDictionary<string, bool> WithoutFilter { get; } = new(StringComparer.Ordinal);

    /// <exception cref="GitException">The address is not allowed, or the credentials may not be sent to it.</exception>
    public ISmartService Open(GitOperation operation, RemoteAccess access) =>
        _policy.Problem(operation.Address) is { } problem ? throw operation.Fail(GitFailure.NotAllowed, false, problem)
            : operation.Address.Url is { } url ? new HttpSmartService(_http.Value, operation, url, access.Credentials)
            : operation.Address.Ssh is { } location ? new SshSmartService(operation, _ssh, location, access.Credentials)
            : new LocalSmartService(operation, operation.Address.LocalPath!);

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static HttpClient CreateHttpClient(JudgedConnection? judged)
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
        if (judged is not null)
        {
            handler.ConnectCallback = judged.ConnectAsync;
        }

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

        // Some servers show a web page to whoever does not call itself git.
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "git/2.0 (FastDataOperator)");
        return client;
    }
}
