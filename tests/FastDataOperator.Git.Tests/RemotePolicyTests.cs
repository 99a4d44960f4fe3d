using System.Net;
using FastDataOperator.Git.Transport;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Where a policy lets nobody go: told before anything is sent, at the address that is really connected to.</summary>
public sealed class RemotePolicyTests
{
    private static readonly RemotePolicy s_policy = new()
    {
        AllowHttp = true,
        ClusterNetworks = [IPNetwork.Parse("10.96.0.0/12"), IPNetwork.Parse("fd00:10::/32")],
        ClusterAddresses = [IPAddress.Parse("192.0.2.7")],
    };

    [Theory]
    [InlineData("127.0.0.1", "a loopback address")]
    [InlineData("127.8.9.10", "a loopback address")]
    [InlineData("::1", "a loopback address")]
    [InlineData("::ffff:127.0.0.1", "a loopback address")]
    [InlineData("::127.0.0.1", "a loopback address")]
    [InlineData("2002:7f00:1::", "a loopback address")]
    [InlineData("64:ff9b::7f00:1", "a loopback address")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe", "a loopback address")]
    [InlineData("2001::5601:5601", "a cloud metadata address")]
    [InlineData("64:ff9b:1::7f00:1", "an address of a local IPv4 translator")]
    [InlineData("64:ff9b:1:0:7f:0:100:0", "an address of a local IPv4 translator")]
    [InlineData("64:ff9b:1:ffff::cb00:7101", "an address of a local IPv4 translator")]
    [InlineData("2001:db8::5efe:7f00:1", "a loopback address")]
    [InlineData("2001:db8::200:5efe:a9fe:a9fe", "a cloud metadata address")]
    [InlineData("fe80::5efe:cb00:7101", "a link-local address")]
    [InlineData("fd00:10::5efe:cb00:7101", "an address inside the cluster")]
    [InlineData("0.0.0.0", "the unspecified address")]
    [InlineData("0.1.2.3", "the unspecified address")]
    [InlineData("::", "the unspecified address")]
    [InlineData("169.254.1.1", "a link-local address")]
    [InlineData("fe80::1", "a link-local address")]
    [InlineData("fe80::1%1", "a link-local address")]
    [InlineData("febf::1", "a link-local address")]
    [InlineData("169.254.169.254", "a cloud metadata address")]
    [InlineData("::ffff:169.254.169.254", "a cloud metadata address")]
    [InlineData("2002:a9fe:a9fe::1", "a cloud metadata address")]
    [InlineData("64:ff9b::a9fe:a9fe", "a cloud metadata address")]
    [InlineData("100.100.100.200", "a cloud metadata address")]
    [InlineData("168.63.129.16", "a cloud metadata address")]
    [InlineData("192.0.0.192", "a cloud metadata address")]
    [InlineData("fd00:ec2::254", "a cloud metadata address")]
    [InlineData("fd20:ce::254", "a cloud metadata address")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("ff02::1", "a multicast address")]
    [InlineData("255.255.255.255", "a broadcast or reserved address")]
    [InlineData("240.0.0.1", "a broadcast or reserved address")]
    [InlineData("10.96.0.1", "an address inside the cluster")]
    [InlineData("10.111.255.255", "an address inside the cluster")]
    [InlineData("::ffff:10.96.0.1", "an address inside the cluster")]
    [InlineData("fd00:10::7", "an address inside the cluster")]
    [InlineData("64:ff9b::c000:207", "an address of the cluster's API server")]
    [InlineData("192.0.2.7", "an address of the cluster's API server")]
    [InlineData("::ffff:192.0.2.7", "an address of the cluster's API server")]
    public async Task Look_NameOfARefusedAddress_IsNotConnectedTo(string address, string what)
    {
        using var world = new GitWorld(policy: s_policy, resolve: Resolve(address));

        var exception = await LookAsync(world, "https://git.example.com/a.git");

        Assert.Equal((GitFailure.NotAllowed, false), (exception.Reason, exception.IsTransient));
        Assert.Equal(
            $"https://git.example.com/a.git is on host git.example.com at {IPAddress.Parse(address)}, {what}, which is not allowed here. Add git.example.com to --allowed-hosts if it should be.",
            exception.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1/a.git")]
    [InlineData("http://2130706433/a.git")]
    [InlineData("http://0x7f000001/a.git")]
    [InlineData("http://0x7f.1/a.git")]
    [InlineData("http://0177.0.0.1/a.git")]
    [InlineData("http://127.1/a.git")]
    [InlineData("http://127.0.0.1./a.git")]
    [InlineData("http://127。0。0。1/a.git")]
    [InlineData("http://kubernetes。default。svc/a.git")]
    [InlineData("http://[::1]/a.git")]
    [InlineData("http://[::ffff:127.0.0.1]/a.git")]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]/a.git")]
    [InlineData("http://[::ffff:a9fe:a9fe]/a.git")]
    [InlineData("http://[fe80::1%251]/a.git")]
    [InlineData("http://169.254.169.254/a.git")]
    [InlineData("http://2852039166/a.git")]
    [InlineData("http://0/a.git")]
    [InlineData("http://localhost/a.git")]
    [InlineData("http://LOCALHOST./a.git")]
    [InlineData("http://app.localhost/a.git")]
    [InlineData("http://kubernetes/a.git")]
    [InlineData("http://kubernetes.default.svc/a.git")]
    [InlineData("http://kubernetes.default.svc./a.git")]
    [InlineData("http://kubernetes.default.SVC.cluster.local/a.git")]
    [InlineData("http://kubernetes.default.svc.example.org/a.git")]
    [InlineData("http://10-96-0-1.default.pod.cluster.local/a.git")]
    [InlineData("http://metadata.google.internal/a.git")]
    [InlineData("http://metadata.google.internal./a.git")]
    public async Task Look_AddressOrNameInAnyNotation_IsRefusedBeforeItIsLookedUp(string url)
    {
        var isAsked = false;
        using var world = new GitWorld(policy: s_policy, resolve: (_, _) =>
        {
            isAsked = true;
            return Task.FromResult<IPAddress[]>([IPAddress.Parse("203.0.113.1")]);
        });

        var exception = await LookAsync(world, url);

        Assert.Equal((GitFailure.NotAllowed, false), (exception.Reason, exception.IsTransient));
        Assert.Contains("--allowed-hosts", exception.Message, StringComparison.Ordinal);
        Assert.False(isAsked);
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("10.1.2.3")]
    [InlineData("10.112.0.0")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("64:ff9b::cb00:7101")]
    [InlineData("2002:cb00:7101::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:34ff:8efe")]
    [InlineData("2001:1::80ff:fffe")]
    [InlineData("64:ff9b:2::7f00:1")]
    [InlineData("2001:db8::5efe:cb00:7101")]
    [InlineData("2001:db8::5eff:7f00:1")]
    [InlineData("2001:db8::100:5efe:7f00:1")]
    [InlineData("fd00:11::1")]
    [InlineData("fec0::1")]
    public void Filter_OrdinaryAddress_IsLeft(string address) =>
        Assert.Equal([IPAddress.Parse(address)], s_policy.Filter("git.example.com", 443, [IPAddress.Parse(address)]));

    [Fact]
    public void Filter_SomeOfThemRefused_LeavesTheOthers() => Assert.Equal(
        [IPAddress.Parse("203.0.113.1")],
        s_policy.Filter("git.example.com", 443, [IPAddress.Loopback, IPAddress.Parse("203.0.113.1"), IPAddress.Parse("10.96.0.1")]));

    [Theory]
    [InlineData("git.example.com")]
    [InlineData("GIT.example.com")]
    [InlineData("git.example.com:PORT")]
    public async Task Look_HostIsAllowedByName_IsConnectedToWhereverItIs(string allowed)
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var world = new GitWorld(policy: s_policy with { AllowedHosts = [Host(WithPort(allowed, server))] }, resolve: Resolve("127.0.0.1"));

        var exception = await LookAsync(world, $"http://git.example.com:{server.Port}/a.git");

        Assert.Equal(GitFailure.AccessDenied, exception.Reason);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("*.example.com", "at 127.0.0.1, a loopback address")]
    [InlineData("git.example.com:1", "which is not among the allowed ones (git.example.com:1)")]
    [InlineData("example.com", "which is not among the allowed ones (example.com)")]
    [InlineData("*.git.example.com", "which is not among the allowed ones (*.git.example.com)")]
    [InlineData("it.example.com", "which is not among the allowed ones (it.example.com)")]
    public async Task Look_HostIsAllowedByPatternOrNotAtAll_IsNotConnectedTo(string allowed, string why)
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var world = new GitWorld(policy: s_policy with { AllowedHosts = [Host(allowed)] }, resolve: Resolve("127.0.0.1"));

        var exception = await LookAsync(world, $"http://git.example.com:{server.Port}/a.git");

        Assert.Equal(GitFailure.NotAllowed, exception.Reason);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Look_AddressIsAllowedExactly_IsConnectedTo()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var world = new GitWorld(policy: s_policy with { AllowedHosts = [Host("127.0.0.1")] });

        Assert.Equal(GitFailure.AccessDenied, (await LookAsync(world, server.Url)).Reason);
    }

    [Fact]
    public async Task Look_NameThatMovesToThisMachine_IsJudgedWhereItIsConnectedTo()
    {
        // The first answer is what a check beforehand would see; each connection is made to what its own look-up said and to nothing else.
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        var answers = new Queue<string>(["127.0.0.1", "203.0.113.1"]);
        using var world = new GitWorld(policy: s_policy, resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));

        Assert.Equal(GitFailure.NotAllowed, (await LookAsync(world, $"http://git.example.com:{server.Port}/a.git")).Reason);

        Assert.Equal(0, server.Connections);
        Assert.Single(answers);
    }

    [Fact]
    public async Task Look_RedirectToThisMachine_IsNotFollowed()
    {
        using var inside = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", ""u8));
        using var server = new ScriptedWebServer(request => ScriptedWebServer.Answer(
            "302 Found", "text/plain", ""u8, $"Location: http://127.0.0.1:{inside.Port}{request.Line.Split(' ')[1]}\r\n"));
        using var world = new GitWorld(policy: s_policy with { AllowedHosts = [Host("git.example.com")] }, resolve: Resolve("127.0.0.1"));

        Assert.Equal(GitFailure.RedirectRefused, (await LookAsync(world, $"http://git.example.com:{server.Port}/a.git")).Reason);

        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData("http", "GET http://git.example.com/")]
    [InlineData("https", "CONNECT git.example.com:443")]
    public async Task Connect_ThroughTheMachinesProxy_LeavesAddressesToIt(string scheme, string line)
    {
        using var proxy = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var handler = new SocketsHttpHandler
        {
            Proxy = new WebProxy("127.0.0.1", proxy.Port), ConnectCallback = new JudgedConnection(TimeProvider.System, s_policy, Resolve("203.0.113.1")).ConnectAsync,
        };
        using var client = new HttpClient(handler);

        // The answer does not matter: a refused tunnel is an exception, a refused request is not.
        await Record.ExceptionAsync(() => client.GetAsync(new Uri(scheme + "://git.example.com/"), GitWorld.Cancellation));

        Assert.Equal(line, Assert.Single(proxy.Requests).Line);
    }

    [Fact]
    public async Task Look_HostThatNobodyKnows_IsNoMatterOfPolicy()
    {
        using var world = new GitWorld(policy: s_policy, resolve: static (_, _) => Task.FromResult<IPAddress[]>([]));

        var exception = await LookAsync(world, "https://git.example.com/a.git");

        Assert.Equal((GitFailure.ConnectionFailed, true), (exception.Reason, exception.IsTransient));
        Assert.Contains("its host name is unknown here", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_PlainHttpOrLocalPath_IsRefusedUnlessAllowed()
    {
        using var world = new GitWorld(policy: new RemotePolicy());

        var http = await LookAsync(world, "http://git.example.com/a.git");
        var local = await LookAsync(world, "file:///srv/a.git");

        Assert.Equal((GitFailure.NotAllowed, GitFailure.NotAllowed), (http.Reason, local.Reason));
        Assert.Contains("--allow-http", http.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-local-repositories", local.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_LocalPathThatIsAllowed_Works()
    {
        using var world = new GitWorld(policy: new RemotePolicy { AllowLocal = true });
        TestRepository.CreateBare(world["a.git"]).Commit("main", new TestFile("config.json", "x"));

        using var snapshot = await world.FetchAsync(world["a.git"]);

        Assert.NotNull(snapshot.CommitId);
    }

    [Theory]
    [InlineData("git.example.com", "git.example.com", true)]
    [InlineData(" Git.Example.COM. ", "git.example.com", true)]
    [InlineData("git.example.com:8443", "git.example.com:8443", true)]
    [InlineData("*.example.com", "*.example.com", false)]
    [InlineData("*.example.com:8443", "*.example.com:8443", false)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("[2001:DB8::1]:8443", "[2001:db8::1]:8443", true)]
    [InlineData("2001:db8:0::1", "2001:db8::1", true)]
    [InlineData("git", "git", true)]
    public void AllowedHost_WellFormed_IsRead(string text, string normal, bool isExact)
    {
        Assert.True(AllowedHost.TryParse(text, out var host, out _));

        Assert.Equal((normal, isExact), (host.ToString(), host.IsExact));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.10.0.0.1")]
    [InlineData("a.*.example.com")]
    [InlineData("https://git.example.com")]
    [InlineData("git.example.com/team")]
    [InlineData("git.example.com:")]
    [InlineData("git.example.com:0")]
    [InlineData("git.example.com:65536")]
    [InlineData("user@git.example.com")]
    [InlineData(":80")]
    public void AllowedHost_Malformed_SaysWhatToWrite(string? text)
    {
        Assert.False(AllowedHost.TryParse(text, out _, out var problem));

        Assert.Contains("is no host", problem, StringComparison.Ordinal);
    }

    private static async Task<GitException> LookAsync(GitWorld world, string address) => await Assert.ThrowsAsync<GitException>(
        () => world.Client.LookAsync(GitWorld.Address(address), GitReference.Default, RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation));

    private static AllowedHost Host(string text) => AllowedHost.TryParse(text, out var host, out var problem) ? host : throw new ArgumentException(problem);

    private static string WithPort(string host, ScriptedWebServer server) => host.Replace("PORT", server.Port.ToString(null, null), StringComparison.Ordinal);

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolve(string address) => (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]);
}
