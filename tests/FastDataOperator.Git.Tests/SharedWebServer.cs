using FastDataOperator.Git.Tests;
using FastDataOperator.Testing;

[assembly: AssemblyFixture(typeof(SharedWebServer))]

namespace FastDataOperator.Git.Tests;

/// <summary>One open web server for all tests; each makes repositories of its own.</summary>
public sealed class SharedWebServer : IDisposable
{
    private int _count;

    public GitWebServer Server { get; } = GitWebServer.Start();

    /// <summary>An empty repository under a fresh name.</summary>
    public (TestRepository Repository, string Url) Create(string defaultBranch = "main")
    {
        var name = $"project-{Interlocked.Increment(ref _count)}.git";
        var repository = Server.CreateRepository(name, defaultBranch);

        // As the large forges have it. Servers made by a test itself have Git's default, which is off.
        repository.Git("config", "uploadpack.allowFilter", "true");
        return (repository, Server.UrlOf(name));
    }

    public void Dispose() => Server.Dispose();
}
