using FastDataOperator.Git.Tests;
using FastDataOperator.Testing;

[assembly: AssemblyFixture(typeof(SharedSshServer))]

namespace FastDataOperator.Git.Tests;

/// <summary>One ssh server of each protocol version for all tests; each makes repositories of its own. They start with the first that asks.</summary>
public sealed class SharedSshServer : IDisposable
{
    private readonly Lazy<SshServer> _server = new(() => SshServer.Start());
    private readonly Lazy<SshServer> _old = new(() => SshServer.Start(new SshServerOptions { SpeaksProtocolV2 = false }));
    private int _count;

    public SshServer Server => _server.Value;

    /// <summary>One that does not take the variable that asks for version 2.</summary>
    public SshServer Old => _old.Value;

    /// <summary>An empty repository under a fresh name, and the key that opens it.</summary>
    public (TestRepository Repository, string Url, GitCredentials Key) Create(bool speaksProtocolV2 = true, string defaultBranch = "main")
    {
        var server = speaksProtocolV2 ? Server : Old;
        var name = $"project-{Interlocked.Increment(ref _count)}.git";
        return (server.CreateRepository(name, defaultBranch), server.UrlOf(name), KeyOf(server));
    }

    /// <summary>The credentials that are good for a server.</summary>
    internal static GitCredentials.SshKey KeyOf(SshServer server) => new(server.UserKey.PrivateKey, null, server.KnownHosts);

    public void Dispose()
    {
        foreach (var server in new[] { _server, _old })
        {
            if (server.IsValueCreated)
            {
                server.Value.Dispose();
            }
        }
    }
}
