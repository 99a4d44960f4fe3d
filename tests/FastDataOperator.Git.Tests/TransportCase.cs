using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>A secure server with one repository, whose authority only this test knows.</summary>
internal sealed class TransportCase : IDisposable
{
    public const string User = "ada";
    public const string Password = TestSecrets.Canary + "-of-git";

    private TransportCase(GitWebServerOptions options, TestAuthority authority)
    {
        Authority = authority;
        Server = GitWebServer.Start(options with { IsSecure = true });
        Repository = Server.CreateRepository("a.git");
        Repository.Commit("main", new TestFile("config.json", "x"));
    }

    public TestAuthority Authority { get; }

    public GitWebServer Server { get; }

    public TestRepository Repository { get; }

    public string Url => Server.UrlOf("a.git");

    /// <summary>What the server takes.</summary>
    public RemoteAccess Access => new() { Trust = Trust(Authority.CertificatePem) };

    public static TransportCase Start(GitWebServerOptions? options = null)
    {
        var authority = TestAuthority.Create("CN=authority of the test");
        return new TransportCase((options ?? new GitWebServerOptions()) with { Certificate = options?.Certificate ?? authority.IssueServer() }, authority);
    }

    public static TransportCase Start(TestAuthority authority, IssuedCertificate certificate) => new(new GitWebServerOptions { Certificate = certificate }, authority);

    public static RemoteTrust Trust(string? authorities, IssuedCertificate? client = null) =>
        RemoteTrust.TryCreate(authorities, client?.CertificatePem, client?.KeyPem, out var trust, out var problem) ? trust : throw new ArgumentException(problem.ToString());

    public static RemoteProxy Proxy(string address, string? user = null, string? password = null, RemoteTrust? trust = null) =>
        RemoteProxy.TryCreate(address, user, password, trust ?? RemoteTrust.Machine, out var proxy, out var problem) ? proxy : throw new ArgumentException(problem.ToString());

    /// <summary>Looks, fetches and pushes.</summary>
    public async Task UseAsync(GitWorld world, RemoteAccess access)
    {
        Assert.Equal(Repository.Tip("main"), Assert.IsType<TipResult.Tip>(await LookAsync(world, access)).Id.Value);
        var content = Guid.NewGuid().ToString();
        using var snapshot = await FetchAsync(world, access);

        var pushed = Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", content));

        Assert.Equal(Repository.Tip("main"), pushed.Id.Value);
        Assert.Equal(content, Repository.Git("show", "main:config.json"));
    }

    public Task<TipResult> LookAsync(GitWorld world, RemoteAccess access) =>
        world.Client.LookAsync(GitWorld.Address(Url), GitReference.Of(GitWorld.Branch("main")), access, GitWorld.Deadline, GitWorld.Cancellation);

    public async Task<RepositorySnapshot> FetchAsync(GitWorld world, RemoteAccess access) => Assert.IsType<FetchResult.Fetched>(
        await world.Client.FetchAsync(GitWorld.Address(Url), GitReference.Of(GitWorld.Branch("main")), ["config.json"], access, GitWorld.Deadline, GitWorld.Cancellation)).Snapshot;

    public Task<GitException> FailAsync(GitWorld world, RemoteAccess access) => Assert.ThrowsAsync<GitException>(() => LookAsync(world, access));

    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
    }
}
