using System.Diagnostics.Metrics;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>A forge client over a Git client of its own.</summary>
internal sealed class ForgeWorld : IDisposable
{
    private readonly Meter _meter = new("forges");
    private readonly GitClient _git;

    public ForgeWorld(TimeProvider timeProvider, RemotePolicy? policy = null)
    {
        _git = new GitClient(timeProvider, scratchRoot: null, new GitLimits(), policy ?? RemotePolicy.Unrestricted, _meter);
        Client = new ForgeClient(_git, _meter, static () => 0.5);
    }

    public ForgeClient Client { get; }

    public Meter Meter => _meter;

    public IForge Open(string url, ForgeProvider? provider, GitCredentials credentials, TimeSpan? deadline = null) =>
        Client.Open(Address(url, provider), new RemoteAccess { Credentials = credentials }, deadline ?? GitWorld.Deadline);

    public static ForgeAddress Address(string url, ForgeProvider? provider) =>
        ForgeAddress.TryFind(provider, GitWorld.Address(url), out var address, out var problem) ? address : throw new ArgumentException(problem);

    public void Dispose()
    {
        _git.Dispose();
        _meter.Dispose();
    }
}
