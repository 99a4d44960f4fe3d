using System.Net;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Where ssh may go: judged by the address that is connected to, and known by its name.</summary>
public sealed class SshPolicyTests(SharedSshServer shared)
{
    private const string Host = "git.example.com";
    private int _lookedUp;

    [Fact]
    public async Task Fetch_NameThatMayBeReached_IsLookedUpOnceAndKnownByItsName()
    {
        var (repository, url, _) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var world = World(Policy($"{Host}:{shared.Server.Port}"), IPAddress.Loopback);

        using var snapshot = await world.FetchAsync(Named(url), "main", Key(shared.Server.KnownHostsAs(Host)));

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal(1, _lookedUp);
    }

    [Fact]
    public async Task Fetch_NameWhoseKeyIsKnownForTheAddressOnly_IsRefused()
    {
        var (_, url, _) = shared.Create();
        using var world = World(Policy(Host), IPAddress.Loopback);

        var exception = await world.FailAsync(Named(url), Key(shared.Server.KnownHosts));

        Assert.Equal(GitFailure.InsecureConnection, exception.Reason);
    }

    [Fact]
    public async Task Fetch_FirstAddressDead_TheNextIsTried()
    {
        var (repository, url, _) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var world = World(Policy(Host), IPAddress.Parse("127.0.0.2"), IPAddress.Loopback);

        using var snapshot = await world.FetchAsync(Named(url), "main", Key(shared.Server.KnownHostsAs(Host)));

        Assert.Equal("main", snapshot.Branch.Value);
    }

    [Fact]
    public async Task Fetch_NameOfAnInternalAddress_IsNotConnectedTo()
    {
        using var server = SshServer.Start();
        using var world = World(new RemotePolicy(), IPAddress.Loopback);

        var byName = await world.FailAsync(server.UrlOf("a.git", Host), new GitCredentials.SshKey(server.UserKey.PrivateKey, null, server.KnownHostsAs(Host)));
        var byAddress = await world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        Assert.All([byName, byAddress], static exception => Assert.Equal(GitFailure.NotAllowed, exception.Reason));
        Assert.Contains("a loopback address", byName.Message, StringComparison.Ordinal);
        Assert.Single(server.Log.Split("Connection from")[1..].DefaultIfEmpty());
        Assert.DoesNotContain("Accepted", server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other.example.com")]
    [InlineData("git.example.com:22")]
    public async Task Fetch_HostOrPortThatIsNotAllowed_IsRefused(string allowed)
    {
        using var world = World(Policy(allowed), IPAddress.Parse("192.0.2.1"));

        var exception = await world.FailAsync($"ssh://git@{Host}:2222/a.git", Key("x"));

        Assert.Equal(GitFailure.NotAllowed, exception.Reason);
        Assert.Contains($"host {Host}, port 2222", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _lookedUp);
    }

    [Fact]
    public async Task Fetch_NameThatNobodyKnows_IsTriedAgain()
    {
        using var world = new GitWorld(policy: new RemotePolicy(), resolve: static (_, _) => Task.FromException<IPAddress[]>(new System.Net.Sockets.SocketException(11001)));

        var exception = await world.FailAsync($"ssh://git@{Host}/a.git", Key("x y z"));

        Assert.Equal((GitFailure.ConnectionFailed, true), (exception.Reason, exception.IsTransient));
    }

    private GitWorld World(RemotePolicy policy, params IPAddress[] addresses) => new(
        policy: policy,
        resolve: (_, _) =>
        {
            Interlocked.Increment(ref _lookedUp);
            return Task.FromResult(addresses);
        });

    private static RemotePolicy Policy(string allowed) =>
        new() { AllowedHosts = [AllowedHost.TryParse(allowed, out var host, out var problem) ? host : throw new ArgumentException(problem)] };

    private GitCredentials.SshKey Key(string knownHosts) => new(shared.Server.UserKey.PrivateKey, null, knownHosts);

    private static string Named(string url) => url.Replace("@127.0.0.1:", $"@{Host}:", StringComparison.Ordinal);
}
