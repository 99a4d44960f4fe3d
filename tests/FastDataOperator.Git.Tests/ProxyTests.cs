using System.Text;
using FastDataOperator.Git.Transport;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Proxies of an import's own: tinyproxy and microsocks, and some that do what no proxy should.</summary>
public sealed class ProxyTests(SharedWebServer web) : IDisposable
{
    private const string User = "egress";
    private const string Password = TestSecrets.Canary + "-s3cret-of-proxy";
    private static readonly (string, string) s_credentials = (User, Password);
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Remote_BehindAnHttpProxy_IsLookedAtFetchedAndPushedTo()
    {
        using var proxy = ForwardProxy.Http(s_credentials);
        using var server = TransportCase.Start(new GitWebServerOptions { Basic = (TransportCase.User, TransportCase.Password) });

        await server.UseAsync(_world, server.Access with
        {
            Credentials = new GitCredentials.Basic(TransportCase.User, TransportCase.Password), Proxy = TransportCase.Proxy(proxy.Address, User, Password),
        });

        Assert.Contains($"CONNECT localhost:{server.Server.Port}", proxy.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_PlainHttpBehindAnHttpProxy_IsLookedAtAndFetched()
    {
        using var proxy = ForwardProxy.Http(s_credentials);
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        var seen = await LookAsync(url, Through(proxy.Address, User, Password));

        Assert.Equal(tip, Assert.IsType<TipResult.Tip>(seen).Id.Value);
        Assert.Contains("Request (file descriptor", proxy.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remote_BehindASocksProxy_IsLookedAtFetchedAndPushedTo(bool asksForCredentials)
    {
        using var proxy = ForwardProxy.Socks(asksForCredentials ? s_credentials : null);
        using var server = TransportCase.Start();

        await server.UseAsync(_world, server.Access with { Proxy = asksForCredentials ? TransportCase.Proxy(proxy.Address, User, Password) : TransportCase.Proxy(proxy.Address) });

        await AssertPassedAsync(proxy);
    }

    [Fact]
    public async Task Remote_BehindASecureProxy_IsLookedAtFetchedAndPushedTo_AndTheProxySeesNoClientCertificate()
    {
        using var inner = ForwardProxy.Http(s_credentials);
        using var authority = TestAuthority.Create("CN=authority of the proxy");
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var proxy = new SecureRelay(authority.IssueServer(), inner.Port);
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem });

        await server.UseAsync(_world, new RemoteAccess
        {
            Trust = TransportCase.Trust(server.Authority.CertificatePem, clients.IssueClient("CN=robot")),
            Proxy = TransportCase.Proxy(proxy.Address, User, Password, TransportCase.Trust(authority.CertificatePem)),
        });

        Assert.NotEmpty(proxy.Shown);
        Assert.All(proxy.Shown, Assert.Null);
    }

    [Fact]
    public async Task Look_SecureProxyOfAnotherAuthority_IsInsecure_AlsoIfTheRepositorysIsThat()
    {
        using var inner = ForwardProxy.Http();
        using var server = TransportCase.Start();
        using var proxy = new SecureRelay(server.Authority.IssueServer(), inner.Port);
        using var other = TestAuthority.Create("CN=another");

        var unknown = await server.FailAsync(_world, server.Access with { Proxy = TransportCase.Proxy(proxy.Address) });
        var wrong = await server.FailAsync(_world, server.Access with { Proxy = TransportCase.Proxy(proxy.Address, trust: TransportCase.Trust(other.CertificatePem)) });
        using var elsewhere = new SecureRelay(other.IssueServer(["proxy.example.com"]), inner.Port);
        var otherHost = await server.FailAsync(_world, server.Access with { Proxy = TransportCase.Proxy(elsewhere.Address, trust: TransportCase.Trust(other.CertificatePem)) });

        Assert.All([unknown, wrong, otherHost], failure => Assert.Equal((GitFailure.InsecureConnection, false), (failure.Reason, failure.IsTransient)));
        Assert.StartsWith($"{server.Url} is to be reached through the proxy {proxy.Address}, which could not be reached over a secure connection: its certificate's authority is unknown.", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("put it into ca.crt of the proxy's Secret", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("its certificate is for another host", otherHost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", null, "which asks for credentials (HTTP 407), and none were given")]
    [InlineData("http", TestSecrets.Canary + "-wrong", "which did not accept the credentials (HTTP 401)")]
    [InlineData("socks5", null, "which did not take the credentials, or asks for some")]
    [InlineData("socks5", TestSecrets.Canary + "-wrong", "which did not take the credentials, or asks for some")]
    public async Task Look_ProxyDoesNotKnowUs_IsRefusedWithoutASecret(string scheme, string? password, string why)
    {
        using var proxy = scheme == "http" ? ForwardProxy.Http(s_credentials) : ForwardProxy.Socks(s_credentials);
        using var server = TransportCase.Start();

        var failure = await server.FailAsync(_world, server.Access with
        {
            Credentials = new GitCredentials.Basic("ada", TransportCase.Password),
            Proxy = TransportCase.Proxy(proxy.Address, password is null ? null : User, password),
        });

        Assert.Equal((GitFailure.ProxyRefused, false), (failure.Reason, failure.IsTransient));
        Assert.StartsWith($"{server.Url} is to be reached through the proxy {proxy.Address}, {why}", failure.Message, StringComparison.Ordinal);
        Assert.All([TestSecrets.Canary + "-wrong", TransportCase.Password, User], secret => Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_PlainHttpAndTheProxyAsks_IsToldFromTheServer()
    {
        using var proxy = ForwardProxy.Http(s_credentials);
        var (_, url) = web.Create();

        var none = await FailAsync(url, Through(proxy.Address));
        var wrong = await FailAsync(url, Through(proxy.Address, User, TestSecrets.Canary + "-wrong"));

        Assert.Equal(GitFailure.ProxyRefused, none.Reason);
        Assert.Contains("which asks for credentials (HTTP 407), and none were given", none.Message, StringComparison.Ordinal);
        Assert.Equal(GitFailure.AuthenticationFailed, wrong.Reason); // tinyproxy answers 401, as a server would
        Assert.Contains($"It may be the proxy {proxy.Address} that says so of its own.", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>A proxy answers for a server of plain http, and repeats what it was sent.</summary>
    [Fact]
    public async Task Look_ProxyRepeatsItsCredentials_TheyAreNotShown()
    {
        const string Password = TestSecrets.Canary + "-f0r-the-pr0xy";
        using var proxy = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", System.Text.Encoding.UTF8.GetBytes($"{User} with {Password} may not go there")));
        var (_, url) = web.Create();

        var failure = await FailAsync(url, Through($"http://127.0.0.1:{proxy.Port}", User, Password));

        Assert.EndsWith($" {User} with *** may not go there", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("403 Forbidden", GitFailure.ProxyRefused, false, "does not connect to it (HTTP 403)")]
    [InlineData("404 Not Found", GitFailure.ProxyRefused, false, "does not connect to it (HTTP 404)")]
    [InlineData("500 Unable to connect", GitFailure.ConnectionFailed, true, "could not connect to it (HTTP 500)")]
    [InlineData("503 Service Unavailable", GitFailure.ConnectionFailed, true, "could not connect to it (HTTP 503)")]
    public async Task Look_ProxyDoesNotConnect_SaysWhoRefused(string status, GitFailure reason, bool isTransient, string what)
    {
        using var proxy = new ScriptedWebServer(_ => ScriptedWebServer.Answer(status, "text/plain", "s3cret words"u8));

        var failure = await FailAsync("https://git.example.com/a.git", Through($"http://127.0.0.1:{proxy.Port}"));

        Assert.Equal((reason, isTransient), (failure.Reason, failure.IsTransient));
        Assert.Contains($"is to be reached through the proxy http://127.0.0.1:{proxy.Port}, which {what}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NoServerBehindARealProxy_IsTransient()
    {
        using var http = ForwardProxy.Http();
        using var socks = ForwardProxy.Socks();
        var url = $"https://localhost:{LoopbackPort.Free()}/a.git";

        var (byHttp, bySocks) = (await FailAsync(url, Through(http.Address)), await FailAsync(url, Through(socks.Address)));

        Assert.Equal((GitFailure.ConnectionFailed, true), (byHttp.Reason, byHttp.IsTransient));
        Assert.Equal((GitFailure.ConnectionFailed, true), (bySocks.Reason, bySocks.IsTransient));
        Assert.Contains(http.Address, byHttp.Message, StringComparison.Ordinal);
        Assert.Contains(socks.Address, bySocks.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "hello, is it me?\r\n\r\n Content-Length")]
    [InlineData("socks5", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task Look_ProxyAnswersGarbage_IsTransientAndBounded(string scheme, string answer)
    {
        using var proxy = new BabblingServer(Encoding.ASCII.GetBytes(answer));

        var failure = await FailAsync("https://git.example.com/a.git", Through($"{scheme}://127.0.0.1:{proxy.Port}"));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
        Assert.Contains($"{scheme}://127.0.0.1:{proxy.Port}", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 500);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task Look_ProxyHangs_TheDeadlineEndsIt(string scheme)
    {
        using var proxy = new BabblingServer(default);
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);

        var looking = world.Client.LookAsync(
            GitWorld.Address("https://git.example.com/a.git"), GitReference.Default, Through($"{scheme}://127.0.0.1:{proxy.Port}"), GitWorld.Deadline, GitWorld.Cancellation);
        await proxy.Heard.WaitAsync(GitWorld.Cancellation);
        time.Advance(GitWorld.Deadline);

        Assert.Equal(GitFailure.TimedOut, (await Assert.ThrowsAsync<GitException>(() => looking)).Reason);
    }

    [Theory]
    [InlineData("tls1_2", "https")]
    [InlineData("tls1_3", "https")]
    [InlineData("tls1_3", "http")]
    public async Task Look_SecureProxyWantsAClientCertificate_TheServerIsNotBlamed(string version, string scheme)
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var proxy = new OpenSslServer(authority.IssueServer(), clients.CertificatePem, version);
        await Patience.ForAsync(proxy.Ready.ContinueWith(static _ => true, TaskScheduler.Default), "openssl did not listen", () => proxy.Tail, GitWorld.Cancellation);
        var address = $"https://localhost:{proxy.Port}";

        var failure = await FailAsync($"{scheme}://git.example.com/a.git", new RemoteAccess { Proxy = TransportCase.Proxy(address, trust: TransportCase.Trust(authority.CertificatePem)) });

        Assert.Equal((GitFailure.InsecureConnection, false), (failure.Reason, failure.IsTransient));
        Assert.Contains($"is to be reached through the proxy {address}, which ended the TLS handshake: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("A proxy that asks for a client certificate does so, and none is shown to a proxy.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_SecureProxyTakesPartInNoHandshake_IsToldSoon()
    {
        using var proxy = new BabblingServer(default);
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);

        var looking = world.Client.LookAsync(
            GitWorld.Address("https://git.example.com/a.git"), GitReference.Default, Through($"https://127.0.0.1:{proxy.Port}"), GitWorld.Deadline, GitWorld.Cancellation);
        await proxy.Heard.WaitAsync(GitWorld.Cancellation);
        time.Advance(TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<GitException>(() => looking);
        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
        Assert.EndsWith(
            $"through the proxy https://127.0.0.1:{proxy.Port}, which finished no TLS handshake within 10 s. If the proxy itself speaks no TLS, its address begins with http://.",
            failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task Look_ProxyIsNotThere_SaysThatItIsTheProxy(string scheme)
    {
        var address = $"{scheme}://127.0.0.1:{LoopbackPort.Free()}";

        var failure = await FailAsync("https://git.example.com/a.git", Through(address));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
        Assert.StartsWith($"https://git.example.com/a.git is to be reached through the proxy {address}, which could not be reached: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_CredentialsOverPlainHttpByWayOfAProxy_AreNotSent_NotEvenToThisMachine()
    {
        using var proxy = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", ""u8));
        var access = Through($"http://127.0.0.1:{proxy.Port}") with { Credentials = new GitCredentials.Bearer(TestSecrets.Canary + "-token") };

        Assert.Equal(GitFailure.InsecureCredentials, (await FailAsync("http://127.0.0.1/a.git", access)).Reason);
        Assert.Equal(GitFailure.InsecureCredentials, (await FailAsync("http://git.example.com/a.git", access)).Reason);
        Assert.Equal(0, proxy.Connections);
    }

    [Fact]
    public async Task Look_ByWayOfAProxy_EachSideGetsItsOwnCredentialsOnly()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("403 Forbidden", "text/plain", ""u8));
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var secure = new SecureRelay(authority.IssueServer(), server.Port);
        using var tiny = ForwardProxy.Http(s_credentials);
        using var proxy = new BabblingServer(Encoding.ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        var access = new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem), Credentials = new GitCredentials.Bearer(TestSecrets.Canary + "-token-of-git") };

        var refused = await FailAsync(secure.Address + "/a.git", access with { Proxy = TransportCase.Proxy(tiny.Address, User, Password) });
        await FailAsync(secure.Address + "/a.git", access with { Proxy = TransportCase.Proxy($"http://127.0.0.1:{proxy.Port}", User, Password) });

        Assert.Equal(GitFailure.AccessDenied, refused.Reason);
        var request = Assert.Single(server.Requests).Head;
        Assert.Contains($"Authorization: Bearer {TestSecrets.Canary}-token-of-git", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Proxy-Authorization: Basic ", proxy.Received, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary + "-token-of-git", proxy.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ProxyOffersMoreThanPasswords_OnlyPasswordsAreSpoken()
    {
        using var proxy = new BabblingServer(Encoding.ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"));

        Assert.Equal(GitFailure.ProxyRefused, (await FailAsync("https://git.example.com/a.git", Through($"http://127.0.0.1:{proxy.Port}", User, Password))).Reason);

        Assert.DoesNotContain("Proxy-Authorization", proxy.Received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ConnectionFault_NoConnectionInTime_IsTransient()
    {
        // As SocketsHttpHandler says it; a cancelled request has no such cause.
        var late = new TaskCanceledException("late", new TimeoutException());

        Assert.True(ConnectionFault.Is(late));
        Assert.False(ConnectionFault.Is(new TaskCanceledException()));
        Assert.Equal(
            new ConnectionFault(GitFailure.ConnectionFailed, true, "could not be reached through the proxy http://proxy.example.com:80: no connection within 30 s."),
            ConnectionFault.Of(late, Through("http://proxy.example.com")));
    }

    [Fact]
    public void Proxy_OfTheSameParts_IsEqualAndShowsItsAddressOnly()
    {
        var access = Through("http://proxy.example.com:3128", User, Password);

        Assert.Equal(access, Through("http://proxy.example.com:3128", User, Password));
        Assert.NotEqual(access, Through("http://proxy.example.com:3128", User, TestSecrets.Canary + "-other"));
        Assert.NotEqual(access, RemoteAccess.Anonymous);
        Assert.DoesNotContain(Password, $"{access} {access.Proxy}", StringComparison.Ordinal);
    }

    private static RemoteAccess Through(string address, string? user = null, string? password = null) => new() { Proxy = TransportCase.Proxy(address, user, password) };

    private Task<TipResult> LookAsync(string url, RemoteAccess access) =>
        _world.Client.LookAsync(GitWorld.Address(url), GitReference.Default, access, GitWorld.Deadline, GitWorld.Cancellation);

    private Task<GitException> FailAsync(string url, RemoteAccess access) => Assert.ThrowsAsync<GitException>(() => LookAsync(url, access));

    /// <summary>microsocks tells what it passes once it is through with it, so the proxy's end of the connection has to be gone.</summary>
    private async Task AssertPassedAsync(ForwardProxy proxy)
    {
        _world.Client.Dispose();
        await Patience.UntilAsync(_ => Task.FromResult(proxy.Log.Contains("connected to localhost", StringComparison.Ordinal)), "the proxy had passed nothing on", () => proxy.Log, GitWorld.Cancellation);
    }
}
