using System.Net;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>The rules about where to go, where an import brings a CA, a client certificate or a proxy along.</summary>
public sealed class RoutePolicyTests
{
    private static readonly RemotePolicy s_policy = new() { AllowHttp = true, ClusterNetworks = [IPNetwork.Parse("10.96.0.0/12")] };

    [Theory]
    [InlineData("http://127.0.0.1:PORT", "a loopback address")]
    [InlineData("https://127.0.0.1:PORT", "a loopback address")]
    [InlineData("socks5://127.0.0.1:PORT", "a loopback address")]
    [InlineData("http://2130706433:PORT", "a loopback address")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT", "a loopback address")]
    [InlineData("http://localhost:PORT", "localhost")]
    [InlineData("http://169.254.169.254", "a cloud metadata address")]
    [InlineData("socks5://169.254.169.254:80", "a cloud metadata address")]
    [InlineData("socks5://127.1:PORT", "loopback")]
    [InlineData("socks5://0x7f000001:PORT", "loopback")]
    [InlineData("http://kubernetes.default.svc", "kubernetes.default.svc")]
    [InlineData("socks5://kubernetes.default.svc:443", "kubernetes.default.svc")]
    [InlineData("http://10.96.0.1:443", "an address inside the cluster")]
    public async Task Look_ProxyIsInside_IsNotConnectedTo(string address, string what)
    {
        using var inside = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        address = address.Replace("PORT", inside.Port.ToString(null, null), StringComparison.Ordinal);
        using var world = new GitWorld(policy: s_policy, resolve: static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        var failure = await FailAsync(world, "https://git.example.com/a.git", address);

        Assert.Equal((GitFailure.NotAllowed, false), (failure.Reason, failure.IsTransient));
        Assert.StartsWith("https://git.example.com/a.git is to be reached through the proxy ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData("http", "https://git.example.com/a.git")]
    [InlineData("http", "http://git.example.com/a.git")]
    [InlineData("http", "http://proxy.example.com/a.git")]
    [InlineData("https", "https://git.example.com/a.git")]
    [InlineData("socks5", "https://git.example.com/a.git")]
    public async Task Look_ProxysNameLeadsInside_IsNotConnectedTo(string scheme, string url)
    {
        using var inside = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var world = new GitWorld(policy: s_policy, resolve: static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        var failure = await FailAsync(world, url, $"{scheme}://proxy.example.com:{inside.Port}");

        Assert.Equal(GitFailure.NotAllowed, failure.Reason);
        Assert.Contains("proxy.example.com at 127.0.0.1, a loopback address", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData("git.example.com", false)]
    [InlineData("git.example.com,proxy.example.com:1", false)]
    [InlineData("git.example.com,*.example.com", false)] // a pattern lifts nothing of the address
    [InlineData("git.example.com,proxy.example.com", true)]
    public async Task Look_HostsAreListed_ProxyMustBeAmongThem(string allowed, bool isReached)
    {
        using var proxy = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        var asked = new List<string>();
        using var world = new GitWorld(policy: s_policy with { AllowedHosts = [.. allowed.Split(',').Select(Host)] }, resolve: (host, _) =>
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });

        var failure = await FailAsync(world, "https://git.example.com/a.git", $"http://proxy.example.com:{proxy.Port}");

        Assert.Equal(isReached ? GitFailure.ProxyRefused : GitFailure.NotAllowed, failure.Reason);
        Assert.Equal(isReached, proxy.Connections > 0);
        Assert.DoesNotContain("git.example.com", asked); // what is behind the proxy is the proxy's to look up
    }

    [Theory]
    [InlineData("https://169.254.169.254/a.git")]
    [InlineData("https://10.96.0.1/a.git")]
    [InlineData("https://kubernetes.default.svc/a.git")]
    [InlineData("https://localhost/a.git")]
    public async Task Look_AddressInTheUrl_IsJudgedBehindAProxyToo(string url)
    {
        using var proxy = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var world = new GitWorld(policy: s_policy, resolve: static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("203.0.113.1")]));

        var failure = await FailAsync(world, url, $"http://proxy.example.com:{proxy.Port}");

        Assert.Equal(GitFailure.NotAllowed, failure.Reason);
        Assert.StartsWith(url + " is on host ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Connections);
    }

    [Fact]
    public async Task Look_NameThatMovesInside_GainsNothingWithAnAuthorityOfItsOwn()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var inside = new SecureRelay(authority.IssueServer(["git.example.com"]), serverPort: 1);
        var answers = new Queue<string>(["127.0.0.1", "203.0.113.1"]);
        using var world = new GitWorld(policy: s_policy, resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));

        var failure = await FailAsync(world, $"https://git.example.com:{inside.Port}/a.git", new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem) });

        Assert.Equal(GitFailure.NotAllowed, failure.Reason);
        Assert.Equal(0, inside.Connections);
        Assert.Single(answers);
    }

    [Fact]
    public async Task Look_NameMovesAfterTheConnectionWasMade_StaysWhereItWasJudged()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        var count = 0;
        using var world = new GitWorld(policy: new RemotePolicy { AllowHttp = true, AllowedHosts = [Host("git.example.com")] }, resolve: (_, _) =>
        {
            count++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });

        await FailAsync(world, $"http://git.example.com:{server.Port}/a.git", RemoteAccess.Anonymous);
        await FailAsync(world, $"http://git.example.com:{server.Port}/b.git", RemoteAccess.Anonymous);

        Assert.Equal((1, 1), (count, server.Connections));
        Assert.Equal(2, server.Requests.Count);
    }

    private static Task<GitException> FailAsync(GitWorld world, string url, string proxy) => FailAsync(world, url, new RemoteAccess { Proxy = TransportCase.Proxy(proxy) });

    private static async Task<GitException> FailAsync(GitWorld world, string url, RemoteAccess access) => await Assert.ThrowsAsync<GitException>(
        () => world.Client.LookAsync(GitWorld.Address(url), GitReference.Default, access, GitWorld.Deadline, GitWorld.Cancellation));

    private static AllowedHost Host(string text) => AllowedHost.TryParse(text, out var host, out var problem) ? host : throw new ArgumentException(problem);
}
