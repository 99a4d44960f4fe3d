using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>Forges are reached just as Git servers are.</summary>
public sealed class ForgeTransportTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");

    private readonly GitHubAppServer _server = new(TimeProvider.System);
    private readonly ForgeWorld _world = new(new HastyTime());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_server.Violations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Find_ServerOfAPrivateAuthority_IsBelievedByWhoeverKnowsIt(bool asApp)
    {
        using var authority = TestAuthority.Create("CN=authority");
        using var relay = new SecureRelay(authority.IssueServer(), new Uri(_server.Origin).Port);
        Assert.True(RemoteTrust.TryCreate(authority.CertificatePem, null, null, out var trust, out _));
        GitCredentials credentials = new GitCredentials.Bearer(ForgeServer.Good);
        if (asApp)
        {
            Assert.True(GitCredentials.GitHubApp.TryCreate(GitHubAppServer.AppId, "815", null, GitHubAppServer.Key, relay.Address + "/api/v3", out var app, out _));
            credentials = app;
        }

        _server.Model.Add("fastdata/a");
        var address = ForgeWorld.Address($"{relay.Address}/{_server.RepositoryPath}", ForgeProvider.GitHub);
        var access = new RemoteAccess { Credentials = credentials };

        var refused = await Assert.ThrowsAsync<GitException>(() => _world.Client.Open(address, access, GitWorld.Deadline).FindAsync(s_head, Cancellation));
        var calls = _server.Calls.Count;
        var found = Assert.Single(await _world.Client.Open(address, access with { Trust = trust }, GitWorld.Deadline).FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.InsecureConnection, 0), (refused.Reason, calls));
        Assert.Equal($"{relay.Address}/acme/config/pull/1", found.Url);
        Assert.All(relay.Shown, static subject => Assert.Null(subject));
    }

    [Theory]
    [InlineData("git.example.com", false)]
    [InlineData("127.0.0.1", true)]
    public async Task Find_HostsAreNamed_OthersAreNotAsked(string host, bool isAsked)
    {
        Assert.True(AllowedHost.TryParse(host, out var allowed, out _));
        using var world = new ForgeWorld(new HastyTime(), RemotePolicy.Unrestricted with { AllowedHosts = [allowed] });
        var find = world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, new GitCredentials.Bearer(ForgeServer.Good)).FindAsync(s_head, Cancellation);

        if (isAsked)
        {
            Assert.Empty(await find);
        }
        else
        {
            Assert.Equal(GitFailure.NotAllowed, (await Assert.ThrowsAsync<GitException>(() => find)).Reason);
            Assert.Empty(_server.Calls);
        }
    }

    [Fact]
    public async Task Find_ProxyThatIsNotThere_SaysWhichOne()
    {
        Assert.True(RemoteProxy.TryCreate("http://127.0.0.1:9", null, null, RemoteTrust.Machine, out var proxy, out _));
        var access = new RemoteAccess { Proxy = proxy };

        var failure = await Assert.ThrowsAsync<GitException>(() =>
            _world.Client.Open(ForgeWorld.Address("https://github.example.com/acme/config", null), access, GitWorld.Deadline).FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
        Assert.Contains("127.0.0.1:9", failure.Message, StringComparison.Ordinal);
    }
}
