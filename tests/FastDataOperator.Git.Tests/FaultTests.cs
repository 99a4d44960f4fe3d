using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Servers and networks that misbehave. Every case ends in a result or in a <see cref="GitException"/> that says what happened.</summary>
public sealed class FaultTests(SharedWebServer web) : IDisposable
{
    private const string UploadResult = "application/x-git-upload-pack-result";
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("003d0123456789012345678901234567890123456789 HEAD symr")]
    public async Task Fetch_ServerHangs_TheDeadlineEndsIt(string begun)
    {
        using var server = new ScriptedWebServer(
            _ => begun.Length == 0 ? ReadOnlyMemory<byte>.Empty : ScriptedWebServer.Unfinished(UploadResult, begun));
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);

        var fetching = world.TryFetchAsync(server.Url, "main");
        await server.Hung.WaitAsync(GitWorld.Cancellation);
        time.Advance(GitWorld.Deadline);

        var exception = await Assert.ThrowsAsync<GitException>(() => fetching);
        Assert.Equal(GitFailure.TimedOut, exception.Reason);
        Assert.True(exception.IsTransient);
        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    [Fact]
    public async Task Fetch_ServerHangsInThePack_TheDeadlineEndsIt()
    {
        using var server = PackServer(_ => ScriptedWebServer.Unfinished(UploadResult, "000dpackfile\n"));
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);

        var fetching = world.TryFetchAsync(server.Url, "main");
        await server.Hung.WaitAsync(GitWorld.Cancellation);
        time.Advance(GitWorld.Deadline);

        Assert.Equal(GitFailure.TimedOut, (await Assert.ThrowsAsync<GitException>(() => fetching)).Reason);
        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    [Fact]
    public async Task Fetch_CallerCancels_EndsWithoutTheServer()
    {
        using var server = new ScriptedWebServer(static _ => ReadOnlyMemory<byte>.Empty);
        using var stop = new CancellationTokenSource();

        var fetching = _world.Client.FetchAsync(GitWorld.Address(server.Url), GitReference.Default, [], RemoteAccess.Anonymous, GitWorld.Deadline, stop.Token);
        await server.Hung.WaitAsync(GitWorld.Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task Fetch_ConnectionBreaksInThePack_IsTransientAndLeavesNothing()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", Convert.ToHexString(FetchTests.Noise(300_000))));
        using var proxy = FaultyProxy.Cutting(web.Server.Port, "0009done", afterBytes: 100_000);

        var exception = await _world.FailAsync(Through(proxy, url));

        Assert.True(proxy.HasBroken);
        Assert.Equal(GitFailure.ConnectionFailed, exception.Reason);
        Assert.True(exception.IsTransient);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    [Fact]
    public async Task Publish_ConnectionBreaksAfterThePushWasTaken_IsPushed()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var proxy = FaultyProxy.Swallowing(web.Server.Port, "POST " + new Uri(url).AbsolutePath + "/git-receive-pack");
        using var snapshot = await _world.FetchAsync(Through(proxy, url));

        var result = await GitWorld.PublishAsync(snapshot, "config.json", "y");

        Assert.True(proxy.HasBroken);
        Assert.Equal(repository.Tip("main"), Assert.IsType<PublishResult.Pushed>(result).Id.Value);
    }

    [Fact]
    public async Task Publish_ConnectionBreaksAndTheHookHadRefused_IsTransient()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", "exit 1");
        using var proxy = FaultyProxy.Swallowing(web.Server.Port, "POST " + new Uri(url).AbsolutePath + "/git-receive-pack");
        using var snapshot = await _world.FetchAsync(Through(proxy, url));

        var exception = await Assert.ThrowsAsync<GitException>(() => GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal(GitFailure.ConnectionFailed, exception.Reason);
        Assert.True(exception.IsTransient);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_ServerAnswersBeforeItReadThePack_ItsAnswerCounts()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { ExtraConfiguration = "location ~ /git-receive-pack$ { return 413; }" });
        var repository = server.CreateRepository("a.git");
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"));
        var content = GitWorld.Content("config.json") with { Pieces = [FetchTests.Noise(12 << 20)] };

        var exception = await Assert.ThrowsAsync<GitException>(() => snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

        Assert.Equal(GitFailure.TooLarge, exception.Reason);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Theory]
    [InlineData("401 Unauthorized", GitFailure.AuthenticationFailed, false)]
    [InlineData("403 Forbidden", GitFailure.AccessDenied, false)]
    [InlineData("404 Not Found", GitFailure.RepositoryNotFound, false)]
    [InlineData("429 Too Many Requests", GitFailure.ServerError, true)]
    [InlineData("500 Internal Server Error", GitFailure.ServerError, true)]
    [InlineData("503 Service Unavailable", GitFailure.ServerError, true)]
    [InlineData("418 I'm a teapot", GitFailure.ServerError, false)]
    public async Task Fetch_Status_SaysWhatItMeans(string status, GitFailure reason, bool isTransient)
    {
        using var server = new ScriptedWebServer(
            _ => ScriptedWebServer.Answer(status, "text/plain", "come \u001b[2J later\n"u8, "Retry-After: 30\r\n"));

        var exception = await _world.FailAsync(server.Url);

        Assert.Equal(reason, exception.Reason);
        Assert.Equal(isTransient, exception.IsTransient);
        Assert.StartsWith(server.Url, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("come [2J later", exception.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient ? TimeSpan.FromSeconds(30) : null, isTransient ? exception.RetryAfter : null);
    }

    [Theory]
    [InlineData("Retry-After: Thu, 26 Nov 2026 10:02:00 GMT\r\nDate: Thu, 26 Nov 2026 10:00:00 GMT\r\n", 120)]
    [InlineData("Retry-After: Thu, 26 Nov 2026 09:00:00 GMT\r\nDate: Thu, 26 Nov 2026 10:00:00 GMT\r\n", 0)]
    [InlineData("Retry-After: Thu, 26 Nov 2099 10:00:00 GMT\r\nDate: Thu, 26 Nov 2026 10:00:00 GMT\r\n", 3600)]
    [InlineData("Retry-After: 99999999\r\n", 3600)]
    [InlineData("Retry-After: soon\r\n", null)]
    public async Task Fetch_RetryAfter_IsByTheServersClockAndAtMostAnHour(string headers, int? seconds)
    {
        using var server = new ScriptedWebServer(_ => ScriptedWebServer.Answer("503 Service Unavailable", "text/plain", ""u8, headers));

        Assert.Equal(seconds is { } count ? TimeSpan.FromSeconds(count) : null, (await _world.FailAsync(server.Url)).RetryAfter);
    }

    [Fact]
    public async Task Fetch_WordsOfAFailureNeverEnd_TheFailureCountsWithWhatCame()
    {
        using var server = new ScriptedWebServer(static _ => "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 30\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlate\r\n"u8.ToArray());
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);

        var failing = world.FailAsync(server.Url);
        await Patience.UntilAsync(
            _ =>
            {
                time.Advance(TimeSpan.FromSeconds(server.Requests.Count));
                return Task.FromResult(failing.IsCompleted);
            },
            "the words were waited for", () => "", GitWorld.Cancellation);

        var exception = await failing;
        Assert.Equal((GitFailure.ServerError, TimeSpan.FromSeconds(30)), (exception.Reason, exception.RetryAfter));
        Assert.EndsWith("answered with HTTP 503. The server says: late", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_BodyOfARedirectNeverEnds_IsFollowedWithoutIt()
    {
        using var server = new ScriptedWebServer(static request => request.Line.Contains("/moved.git/", StringComparison.Ordinal)
            ? ScriptedWebServer.Answer("404 Not Found", "text/html", ""u8)
            : "HTTP/1.1 307 Temporary Redirect\r\nLocation: /moved.git/git-upload-pack\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlate\r\n"u8.ToArray());

        Assert.Equal(GitFailure.RepositoryNotFound, (await _world.FailAsync(server.Url)).Reason);
    }

    [Theory]
    [InlineData("headers", GitFailure.ConnectionFailed)]
    [InlineData("chunk", GitFailure.ConnectionFailed)]
    [InlineData("extension", GitFailure.ConnectionFailed)]
    [InlineData("gzip", GitFailure.ProtocolError)]
    public async Task Fetch_AnswerThatIsABomb_EndsInAFailureOfFewWords(string kind, GitFailure reason)
    {
        var much = new string('a', 1 << 20);
        var chunked = $"HTTP/1.1 200 OK\r\nContent-Type: {UploadResult}\r\nTransfer-Encoding: chunked\r\n\r\n";
        var answer = kind switch
        {
            "headers" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {UploadResult}\r\nX-Much: {much}\r\nContent-Length: 0\r\n\r\n"),
            "chunk" => Encoding.ASCII.GetBytes($"{chunked}fffffffffffffffff\r\n0000"),
            "extension" => Encoding.ASCII.GetBytes($"{chunked}4;{much}\r\n0000\r\n0\r\n\r\n"),
            _ => ScriptedWebServer.Answer("200 OK", UploadResult, Zipped(16 << 20), "Content-Encoding: gzip\r\n"),
        };
        using var server = new ScriptedWebServer(_ => answer);

        var exception = await _world.FailAsync(server.Url);

        Assert.Equal(reason, exception.Reason);
        Assert.True(exception.Message.Length < 500);
    }

    [Fact]
    public async Task Fetch_ServerSetsACookie_ItIsNotSentBack()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("404 Not Found", "text/html", ""u8, "Set-Cookie: who=me; Path=/\r\n"));

        await _world.FailAsync(server.Url);
        await _world.FailAsync(server.Url);

        Assert.Equal(1, server.Connections);
        Assert.All(server.Requests, static request => Assert.DoesNotContain("\r\nCookie:", request.HeadWithoutCredentials, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Fetch_LoginPage_IsNoRepository()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/html; charset=utf-8", "<html>Sign in</html>"u8));

        var exception = await _world.FailAsync(server.Url);

        Assert.Equal(GitFailure.ProtocolError, exception.Reason);
        Assert.Contains("does not look like a Git repository", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NobodyListens_IsTransient()
    {
        string url;
        using (var server = new ScriptedWebServer(static _ => ReadOnlyMemory<byte>.Empty))
        {
            url = server.Url;
        }

        var exception = await _world.FailAsync(url);

        Assert.Equal(GitFailure.ConnectionFailed, exception.Reason);
        Assert.True(exception.IsTransient);
    }

    [Fact]
    public async Task Fetch_UnknownHost_SaysSo() =>
        Assert.Equal(GitFailure.ConnectionFailed, (await _world.FailAsync("https://nowhere.invalid/a.git")).Reason);

    [Fact]
    public async Task Fetch_CertificateOfNobodyTrusted_IsRefusedInClearWords()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { IsSecure = true });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", "x"));

        var exception = await _world.FailAsync(server.UrlOf("a.git"));

        Assert.Equal(GitFailure.InsecureConnection, exception.Reason);
        Assert.False(exception.IsTransient);
        Assert.Contains("certificate", exception.Message, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_RedirectToAnotherHost_IsRefusedAndNotFollowed()
    {
        using var other = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "text/plain", ""u8));
        using var server = new ScriptedWebServer(request => ScriptedWebServer.Answer(
            "302 Found", "text/plain", ""u8, $"Location: http://localhost:{other.Port}{request.Line.Split(' ')[1]}\r\n"));

        var exception = await _world.FailAsync(server.Url, new GitCredentials.Basic("ada", TestSecrets.Canary));

        Assert.Equal(GitFailure.RedirectRefused, exception.Reason);
        Assert.Contains($"http://127.0.0.1:{server.Port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"http://localhost:{other.Port}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Fetch_RedirectWithoutEnd_IsRefused()
    {
        using var server = new ScriptedWebServer(request => ScriptedWebServer.Answer(
            "301 Moved Permanently", "text/plain", ""u8, "Location: /again" + request.Line.Split(' ')[1] + "\r\n"));

        Assert.Equal(GitFailure.RedirectRefused, (await _world.FailAsync(server.Url)).Reason);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task Fetch_RedirectToALoginPage_SaysSo()
    {
        using var server = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("302 Found", "text/plain", ""u8, "Location: /login\r\n"));

        var exception = await _world.FailAsync(server.Url);

        Assert.Equal(GitFailure.ProtocolError, exception.Reason);
        Assert.Contains("login page", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_RedirectOnTheSameHost_IsFollowedWithTheMethodKept()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { ExtraConfiguration = "rewrite ^/old/(.*)$ /$1 permanent;" });
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", "x"));

        using var snapshot = await _world.FetchAsync(server.UrlOf("old/a.git"));
        var result = await GitWorld.PublishAsync(snapshot, "config.json", "y");

        Assert.IsType<PublishResult.Pushed>(result);
        Assert.Equal("y", repository.ReadFile("main", "config.json"));
    }

    [Fact]
    public async Task Fetch_PackWithoutTheCommit_IsAnError()
    {
        var pack = EmptyPack();
        using var server = PackServer(_ => ScriptedWebServer.Answer("200 OK", UploadResult, pack));

        var exception = await _world.FailAsync(server.Url);

        Assert.Equal(GitFailure.ProtocolError, exception.Reason);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    [Fact]
    public async Task Fetch_ServerStopsWithWords_TheyAreShown()
    {
        using var server = PackServer(_ => ScriptedWebServer.Answer("200 OK", UploadResult, "0020ERR upload-pack: not our ref"u8));

        var exception = await _world.FailAsync(server.Url);

        Assert.Contains("not our ref", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Lists one branch, and answers the request for its pack as told.</summary>
    internal static ScriptedWebServer PackServer(Func<ScriptedRequest, ReadOnlyMemory<byte>> pack)
    {
        const string Tip = "595f44fec1e92a71d3e9e77456ba80d1d2cb9b01";
        var list = new Protocol.PacketLineWriter();
        list.Line($"{Tip} HEAD symref-target:refs/heads/main\n");
        list.Line($"{Tip} refs/heads/main\n");
        list.Flush();
        return new ScriptedWebServer(request => request.Body.Span.IndexOf("command=ls-refs"u8) >= 0
            ? ScriptedWebServer.Answer("200 OK", UploadResult, list.Written.Span)
            : pack(request));
    }

    internal static byte[] EmptyPack()
    {
        byte[] pack = [.. "PACK"u8, 0, 0, 0, 2, 0, 0, 0, 0];
#pragma warning disable CA5350 // the format's own checksum
        pack = [.. pack, .. System.Security.Cryptography.SHA1.HashData(pack)];
#pragma warning restore CA5350
        return [.. "000dpackfile\n"u8, .. Encoding.ASCII.GetBytes((pack.Length + 5).ToString("x4", null)), 1, .. pack, .. "0000"u8];
    }

    private static byte[] Zipped(int count)
    {
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write(new byte[count]);
        }

        return packed.ToArray();
    }

    private static string Through(FaultyProxy proxy, string url) => new UriBuilder(url) { Port = proxy.Port }.Uri.AbsoluteUri;
}
