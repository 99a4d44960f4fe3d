using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Transport;

/// <summary>What all operations of one client share: the pooled connections, the limits, the clock.</summary>
internal sealed class GitConnections : IDisposable
{
    private const int MostWithoutFilter = 10_000;

    /// <summary>How long a repository is taken for one of which nothing can be left out: servers are changed, and what failed once may have failed for another reason.</summary>
    private static readonly TimeSpan s_withoutFilterTime = TimeSpan.FromHours(1);

    private readonly HttpPools _pools;
    private readonly SshStart _ssh;
    private readonly ConcurrentDictionary<string, long> _withoutFilter = new(StringComparer.Ordinal);

    public GitConnections(
        TimeProvider timeProvider, string scratchRoot, GitLimits limits, RemotePolicy policy, Meter meter,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        TimeProvider = timeProvider;
        Limits = limits;
        Metrics = new GitMetrics(meter);
        Policy = policy;
        _ssh = new SshStart(policy, scratchRoot, resolve);
        Forges = new ForgeChannels(this, meter);
        AppTokens = new InstallationTokens(Forges);
        _pools = new HttpPools(timeProvider, route => new RouteHandler(timeProvider, route, policy, resolve));
    }

    public TimeProvider TimeProvider { get; }

    public GitLimits Limits { get; }

    public GitMetrics Metrics { get; }

    public RemotePolicy Policy { get; }

    /// <summary>What requests to forges' APIs go through.</summary>
    public ForgeChannels Forges { get; }

    /// <summary>What GitHub Apps present in place of themselves.</summary>
    public InstallationTokens AppTokens { get; }

    /// <summary>How many sets of connections are kept.</summary>
    public int Pools => _pools.Count;

    /// <summary>Whether a server may be asked to leave files out of a pack of this repository.</summary>
    public bool MayFilter(RepositoryAddress repository) =>
        !_withoutFilter.TryGetValue(repository.Display, out var since) || TimeProvider.GetElapsedTime(since) >= s_withoutFilterTime;

    /// <summary>Keeps that it could not. Beyond what is kept, each fetch finds it out again.</summary>
    public void RememberNoFilter(RepositoryAddress repository)
    {
        if (_withoutFilter.Count >= MostWithoutFilter)
        {
            foreach (var over in _withoutFilter.Where(pair => TimeProvider.GetElapsedTime(pair.Value) >= s_withoutFilterTime))
            {
                _withoutFilter.TryRemove(over);
            }
        }

        if (_withoutFilter.Count < MostWithoutFilter)
        {
            _withoutFilter[repository.Display] = TimeProvider.GetTimestamp();
        }
    }

    /// <exception cref="GitException">The address is not allowed, or the credentials may not be sent to it.</exception>
    public ISmartService Open(GitOperation operation, RemoteAccess access) =>
        Policy.Problem(operation.Address) is { } problem ? throw operation.Fail(GitFailure.NotAllowed, false, problem)
            : operation.Address.Ssh is { } location ? new SshSmartService(operation, _ssh, location, access)
            : operation.Address.Url is not { } url ? new LocalSmartService(operation, operation.Address.LocalPath!)
            : Policy.Problem(access.Proxy) is { } proxyProblem ? throw operation.Fail(GitFailure.NotAllowed, false, proxyProblem)
            : new HttpSmartService(() => Lease(access), operation, url, access, access.Credentials is GitCredentials.GitHubApp app ? AppTokens.For(app, operation.Address, access) : null);

    /// <summary>The connections that everything with the same CA, client certificate and proxy shares. The caller checks the policy.</summary>
    public HttpLease Lease(RemoteAccess access) => _pools.Lease(new HttpRoute(access.Trust, access.Proxy));

    public void Dispose() => _pools.Dispose();
}
