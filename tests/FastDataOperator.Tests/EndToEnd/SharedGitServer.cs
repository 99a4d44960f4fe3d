using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(SharedGitServer))]

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>One web server that asks everybody for a password; each test makes repositories of its own. Starts with the first of them.</summary>
public sealed class SharedGitServer : IDisposable
{
    public const string User = "deployer";
    public const string Password = TestSecrets.Canary + "-c0rrect-h0rse:b@ttery";

    private readonly Lazy<GitWebServer> _server = new(() => GitWebServer.Start(new GitWebServerOptions { Basic = (User, Password) }));
    private int _count;

    /// <summary>An empty repository and its address.</summary>
    public (TestRepository Repository, string Url) Create(string role)
    {
        var name = $"{role}-{Interlocked.Increment(ref _count)}.git";
        return (_server.Value.CreateRepository(name), _server.Value.UrlOf(name));
    }

    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}
