using System.Net;
using System.Text;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Requests beside Git, to a forge's API, over the same connections and under the same rules.</summary>
public sealed class AccessHandlerTests : IDisposable
{
    private const long Most = 1000;
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Send_OwnAuthorityClientCertificateAndProxy_AreUsed()
    {
        using var api = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("404 Not Found", "application/json", "{}"u8));
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var secure = new SecureRelay(authority.IssueServer(), api.Port);
        using var proxy = ForwardProxy.Http();
        var access = new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem, authority.IssueClient("CN=robot")), Proxy = TransportCase.Proxy(proxy.Address) };

        using var client = Client(_world, access);
        using var answer = await client.GetAsync(new Uri(secure.Address + "/api"), GitWorld.Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(GitWorld.Cancellation)));
        Assert.Equal(["CN=robot"], secure.Shown);
        Assert.Contains($"CONNECT localhost:{secure.Port}", proxy.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Redirect_IsAnAnswer()
    {
        using var api = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("302 Found", "text/plain", ""u8, "Location: http://git.example.com/\r\n"));
        using var client = Client(_world, RemoteAccess.Anonymous);

        using var answer = await client.GetAsync(new Uri(api.Url), GitWorld.Cancellation);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_AnswerIsTooLong_IsCutOff(bool saysSo)
    {
        var body = new string('x', (int)Most + 1);
        using var api = new ScriptedWebServer(_ => saysSo
            ? ScriptedWebServer.Answer("200 OK", "text/plain", Encoding.ASCII.GetBytes(body))
            : ScriptedWebServer.Unfinished("text/plain", body));
        using var client = Client(_world, RemoteAccess.Anonymous);

        var failure = await Assert.ThrowsAsync<GitException>(() => client.GetAsync(new Uri(api.Url), GitWorld.Cancellation));

        Assert.Equal((GitFailure.TooLarge, false), (failure.Reason, failure.IsTransient));
        Assert.Equal($"http://127.0.0.1:{api.Port} answered with more than {Most} bytes.", failure.Message);
    }

    [Fact]
    public async Task Send_ConnectionBreaksInTheAnswer_IsTransient()
    {
        using var api = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", "x"u8));
        using var proxy = FaultyProxy.Cutting(api.Port, "GET", afterBytes: 60);
        using var client = Client(_world, RemoteAccess.Anonymous);

        var failure = await Assert.ThrowsAsync<GitException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{proxy.Port}/api"), GitWorld.Cancellation));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
    }

    [Theory]
    [InlineData("https://169.254.169.254/api")]
    [InlineData("https://kubernetes.default.svc/api")]
    [InlineData("http://git.example.com/api")]
    [InlineData("https://api.example.com/api")]
    public async Task Send_WhereNobodyMayGo_IsNotSent(string url)
    {
        using var world = new GitWorld(policy: new RemotePolicy(), resolve: static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        using var client = Client(world, RemoteAccess.Anonymous);

        Assert.Equal(GitFailure.NotAllowed, (await Assert.ThrowsAsync<GitException>(() => client.GetAsync(new Uri(url), GitWorld.Cancellation))).Reason);
    }

    [Fact]
    public async Task Send_CredentialsOverPlainHttp_AreNotSent()
    {
        using var client = Client(_world, RemoteAccess.Anonymous);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer token");

        Assert.Equal(GitFailure.InsecureCredentials, (await Assert.ThrowsAsync<GitException>(() => client.GetAsync(new Uri("http://git.example.com/api"), GitWorld.Cancellation))).Reason);
    }

    [Fact]
    public async Task Send_CallerCancels_IsNoFailure()
    {
        using var api = new ScriptedWebServer(static _ => ScriptedWebServer.Unfinished("text/plain", "x"));
        using var client = Client(_world, RemoteAccess.Anonymous);
        using var stop = new CancellationTokenSource();

        var sending = client.GetAsync(new Uri(api.Url), stop.Token);
        await api.Hung.WaitAsync(GitWorld.Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private static HttpClient Client(GitWorld world, RemoteAccess access) => new(world.Client.Connections.CreateHandler(access, Most));
}
