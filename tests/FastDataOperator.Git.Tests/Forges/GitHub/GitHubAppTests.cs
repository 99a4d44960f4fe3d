using System.Numerics;
using System.Security.Cryptography;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges.GitHub;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests.Forges.GitHub;

public sealed class GitHubAppTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly GitHubAppServer _server;
    private readonly ForgeWorld _world;

    public GitHubAppTests()
    {
        _server = new GitHubAppServer(_time);
        _server.Fault = _server.ServeGitAsync;
        _world = new ForgeWorld(_time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_server.Violations);
    }

    [Fact]
    public async Task Find_ByTheInstallation_SendsItsTokenAndKeepsIt()
    {
        _server.Model.Add("fastdata/a");
        var forge = Open(App());

        Assert.Single(await forge.FindAsync(s_head, Cancellation));
        Assert.Single(await forge.FindAsync(s_head, Cancellation));
        Assert.Single(await Open(App()).FindAsync(s_head, Cancellation));

        Assert.Equal(1, _server.Given);
        Assert.Equal(Enumerable.Repeat(GitHubAppServer.TokenOf(1), 3), _server.Calls.Where(static call => call.Parts[^1] == "pulls").Select(static call => call.Token));
    }

    [Fact]
    public async Task Find_AnotherKeyOrInstallation_IsAnotherToken()
    {
        await Open(App()).FindAsync(s_head, Cancellation);
        await Open(App(installation: null, owner: "acme")).FindAsync(s_head, Cancellation);

        Assert.Equal(2, _server.Given);
    }

    /// <summary>What one import's proxy or authority makes of an exchange is no other import's token, and no other's failure.</summary>
    [Fact]
    public async Task Find_AnotherWayToGitHub_IsAnotherToken()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        await Open(App()).FindAsync(s_head, Cancellation);

        await _world.Client.Open(
            ForgeWorld.Address(_server.RepositoryUrl, ForgeProvider.GitHub),
            new RemoteAccess { Credentials = App(), Trust = TransportCase.Trust(authority.CertificatePem) }, GitWorld.Deadline).FindAsync(s_head, Cancellation);

        Assert.Equal(2, _server.Given);
    }

    [Theory]
    [InlineData("acme", null)]
    [InlineData(null, "ada")]
    public async Task Find_ByTheOwner_FindsTheInstallationOfAnOrganisationOrAUser(string? organisation, string? user)
    {
        await using var server = new GitHubAppServer(_time) { Organisation = organisation, User = user };
        await server.StartAsync();
        var app = App(server, installation: null, owner: organisation ?? user);

        Assert.Empty(await _world.Open(server.RepositoryUrl, ForgeProvider.GitHub, app).FindAsync(s_head, Cancellation));

        Assert.Equal(1, server.Given);
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task Find_FiveMinutesBeforeTheEnd_TakesANewToken()
    {
        await Open(App()).FindAsync(s_head, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(54));
        await Open(App()).FindAsync(s_head, Cancellation);
        var before = _server.Given;
        _time.Advance(TimeSpan.FromMinutes(1));
        await Open(App()).FindAsync(s_head, Cancellation);

        Assert.Equal((1, 2), (before, _server.Given));
    }

    [Fact]
    public async Task Find_AnotherOwner_IsAnotherToken()
    {
        await using var server = new GitHubAppServer(_time) { Organisation = "acme", User = "ada" };
        await server.StartAsync();

        await _world.Open(server.RepositoryUrl, ForgeProvider.GitHub, App(server, installation: null, owner: "acme")).FindAsync(s_head, Cancellation);
        await _world.Open(server.RepositoryUrl, ForgeProvider.GitHub, App(server, installation: null, owner: "ada")).FindAsync(s_head, Cancellation);

        Assert.Equal(2, server.Given);
    }

    /// <summary>Whoever is wrong about the time, and however long the token is said to hold.</summary>
    [Theory]
    [InlineData(-120, 1)]
    [InlineData(120, 1)]
    [InlineData(0, 240)]
    public async Task Find_WhateverTheForgeSaysOfTheTime_TheTokenIsRenewedEachHour(int minutesAhead, int hours)
    {
        await using var server = new GitHubAppServer(_time) { Ahead = TimeSpan.FromMinutes(minutesAhead), Life = TimeSpan.FromHours(hours) };
        await server.StartAsync();
        Task FindAsync() => _world.Open(server.RepositoryUrl, ForgeProvider.GitHub, App(server)).FindAsync(s_head, Cancellation);

        await FindAsync();
        _time.Advance(TimeSpan.FromMinutes(54));
        await FindAsync();
        var before = server.Given;
        _time.Advance(TimeSpan.FromMinutes(1));
        await FindAsync();

        Assert.Equal((1, 2), (before, server.Given));
    }

    [Fact]
    public async Task Find_ManyAtOnce_ShareOneExchange()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;

        var finds = Enumerable.Range(0, 10).Select(_ => Open(App()).FindAsync(s_head, Cancellation)).ToArray();
        gate.SetResult();
        await Task.WhenAll(finds);

        Assert.Equal(1, _server.Given);
        Assert.Single(_server.Calls, static call => call.Parts[^1] == "access_tokens");
    }

    [Fact]
    public async Task Find_OneCallerLeaves_TheOthersStillGetTheToken()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        using var leaving = new CancellationTokenSource();

        var left = Open(App()).FindAsync(s_head, leaving.Token);
        var stays = Open(App()).FindAsync(s_head, Cancellation);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.SetResult();

        Assert.Empty(await stays);
        Assert.Equal(1, _server.Given);
    }

    [Fact]
    public async Task Find_TokenTakenBack_IsExchangedAgainOnce()
    {
        var forge = Open(App());
        await forge.FindAsync(s_head, Cancellation);
        _server.Revoke();

        await forge.FindAsync(s_head, Cancellation);

        Assert.Equal(2, _server.Given);
    }

    [Fact]
    public async Task Find_NoTokenIsTaken_EndsAfterTheSecond()
    {
        _server.AcceptsTokens = false;

        var failure = await FailAsync(() => Open(App()).FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.AuthenticationFailed, 2), (failure.Reason, _server.Given));
    }

    [Fact]
    public async Task Find_ExchangeFails_IsTriedAgainByTheNext()
    {
        var busy = 3;
        _server.Fault = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/access_tokens", StringComparison.Ordinal) && Interlocked.Decrement(ref busy) >= 0)
            {
                context.Response.StatusCode = 500;
                return true;
            }

            return await _server.ServeGitAsync(context);
        };

        Assert.Equal(GitFailure.ServerError, (await FailAsync(() => Open(App()).FindAsync(s_head, Cancellation))).Reason);
        Volatile.Write(ref busy, 0);

        Assert.Empty(await Open(App()).FindAsync(s_head, Cancellation));
    }

    [Fact]
    public async Task Find_WrongKey_SaysSoAndNothingOfIt()
    {
        using var other = RSA.Create(2048);
        var failure = await FailAsync(() => Open(App(key: TestSecrets.Register(other.ExportRSAPrivateKeyPem()))).FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.AuthenticationFailed, failure.Reason);
        Assert.Contains(
            "did not accept the credentials (HTTP 401). Check that githubAppID and githubAppPrivateKey are of the same App, that it still has this key, and that the clock here is right.",
            failure.Message, StringComparison.Ordinal);
        Assert.Contains("JSON web token", failure.Message, StringComparison.Ordinal);
        Assert.All(_server.Calls, static call => Assert.Equal("access_tokens", call.Parts[^1]));
    }

    [Fact]
    public async Task Find_NotInstalledThere_SaysWhatIsNeeded()
    {
        var failure = await FailAsync(() => Open(App(installation: null, owner: "elsewhere")).FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.RepositoryNotFound, failure.Reason);
        Assert.Contains("installed on the owner", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_RepositoryOnAnotherHostThanTheApp_NothingIsSent()
    {
        Assert.True(GitCredentials.GitHubApp.TryCreate(GitHubAppServer.AppId, "815", null, GitHubAppServer.Key, api: null, out var forGitHub, out _));
        Assert.True(GitCredentials.GitHubApp.TryCreate(GitHubAppServer.AppId, "815", null, GitHubAppServer.Key, "https://github.example.com/api/v3", out var forOther, out _));

        var first = await FailAsync(() => Open(forGitHub).FindAsync(s_head, Cancellation));
        var second = await FailAsync(() => Open(forOther).FindAsync(s_head, Cancellation));

        Assert.All([first, second], static failure => Assert.Equal(GitFailure.AuthenticationFailed, failure.Reason));
        Assert.Contains("githubAppBaseURL", first.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Find_AppOnAnotherForge_NothingIsSent()
    {
        var forge = _world.Open(_server.RepositoryUrl, ForgeProvider.Gitea, App());

        Assert.Equal(GitFailure.AuthenticationFailed, (await FailAsync(() => forge.FindAsync(s_head, Cancellation))).Reason);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Fetch_OverHttps_UsesTheSameToken()
    {
        using var git = GitWebServer.Start(new GitWebServerOptions());
        git.CreateRepository("acme/config.git").Commit("main", new TestFile("config.json", "x"));
        _server.GitOrigin = new Uri(git.UrlOf("acme/config.git")).GetLeftPart(UriPartial.Authority);
        var access = new RemoteAccess { Credentials = App() };

        await Open(App()).FindAsync(s_head, Cancellation);
        var tip = await _world.Git.LookAsync(GitWorld.Address(_server.RepositoryUrl), GitReference.Default, access, GitWorld.Deadline, Cancellation);
        _server.Revoke();
        var fetched = await _world.Git.FetchAsync(GitWorld.Address(_server.RepositoryUrl), GitReference.Default, ["config.json"], access, GitWorld.Deadline, Cancellation);

        using var snapshot = Assert.IsType<FetchResult.Fetched>(fetched).Snapshot;
        Assert.IsType<TipResult.Tip>(tip);
        var published = Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));
        Assert.NotEqual(snapshot.CommitId, published.Id);
        Assert.Equal(2, _server.Given);
    }

    [Fact]
    public async Task Fetch_NoTokenIsGiven_SaysWhy()
    {
        var access = new RemoteAccess { Credentials = App(installation: null, owner: "elsewhere") };

        var failure = await FailAsync(() => _world.Git.LookAsync(GitWorld.Address(_server.RepositoryUrl), GitReference.Default, access, GitWorld.Deadline, Cancellation));

        Assert.Equal(GitFailure.RepositoryNotFound, failure.Reason);
        Assert.Contains("installed on the owner", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>An App has the permissions that its owner asks for, and of those only what the owner of the repository accepted.</summary>
    [Fact]
    public async Task Open_AppWithoutThePermission_SaysWhichIsMissing()
    {
        _server.Fault = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/pulls", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/json";
            context.Response.Headers["X-Accepted-GitHub-Permissions"] = "pull_requests=write";
            await context.Response.WriteAsync("""{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/rest/pulls/pulls#create-a-pull-request"}""");
            return true;
        };

        var failure = await FailAsync(() => Open(App()).OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation));

        Assert.Equal((GitFailure.AccessDenied, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("The App needs to be installed on the owner of the repository, with the permissions \"Contents\" and \"Pull requests\": read and write", failure.Message, StringComparison.Ordinal);
        Assert.Contains("takes: pull_requests=write.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Resource not accessible by integration", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "815", null, null, "App's id")]
    [InlineData("47/11", "815", null, null, "App's id")]
    [InlineData("4711", "abc", null, null, "installation's id")]
    [InlineData("4711", null, null, null, "installation is needed")]
    [InlineData("4711", null, "../x", null, "owner")]
    [InlineData("4711", "815", null, "http://github.example.com", "https://")]
    [InlineData("4711", "815", null, "https://user:" + TestSecrets.Canary + "@github.example.com", "https://")]
    [InlineData("4711", "815", null, "no address", "https://")]
    public void TryCreate_PartsThatCannotBe_AreNamed(string appId, string? installation, string? owner, string? api, string words)
    {
        Assert.False(GitCredentials.GitHubApp.TryCreate(appId, installation, owner, GitHubAppServer.Key, api, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_KeysThatAreNone_AreRefusedUnseen()
    {
        using var weak = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var locked = RSA.Create(2048);
        string[] keys =
        [
            "", TestSecrets.Canary, TestSecrets.Register(weak.ExportRSAPrivateKeyPem()), TestSecrets.Register(other.ExportECPrivateKeyPem()), GitHubAppServer.Key[..^100],
            locked.ExportEncryptedPkcs8PrivateKeyPem("pass", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), locked.ExportRSAPublicKeyPem(),
        ];

        Assert.All(keys, static key =>
        {
            Assert.False(GitCredentials.GitHubApp.TryCreate("4711", "815", null, key, null, out _, out var problem));
            Assert.Contains("private key", problem, StringComparison.Ordinal);
            Assert.DoesNotContain(TestSecrets.Canary, problem, StringComparison.Ordinal);
        });
    }

    /// <summary>Each signature with one of those would take a second and more.</summary>
    [Fact]
    public void TryCreate_KeyThatTakesTooLong_IsRefused()
    {
        // Two Mersenne primes: a valid key of 8676 bits that nobody has to search for.
        var key = RsaKeyPem.Of(BigInteger.Pow(2, 4253) - 1, BigInteger.Pow(2, 4423) - 1);
        var shorter = RsaKeyPem.Of(BigInteger.Pow(2, 2203) - 1, BigInteger.Pow(2, 2281) - 1);

        Assert.True(GitCredentials.GitHubApp.TryCreate("4711", "815", null, shorter, null, out _, out _));
        Assert.False(GitCredentials.GitHubApp.TryCreate("4711", "815", null, key, null, out _, out var problem));
        Assert.Contains("private key", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Equality_OfApps_IsByValue()
    {
        Assert.Equal(App(), App());
        Assert.NotEqual(App(), App(installation: null, owner: "acme"));
        Assert.Equal("GitHubApp", App().ToString());
    }

    private GitCredentials.GitHubApp App(string? installation = "815", string? owner = null, string? key = null) => App(_server, installation, owner, key);

    private static GitCredentials.GitHubApp App(GitHubAppServer server, string? installation = "815", string? owner = null, string? key = null) =>
        GitCredentials.GitHubApp.TryCreate(GitHubAppServer.AppId, installation, owner, key ?? GitHubAppServer.Key, $"{server.Origin}/api/v3", out var app, out var problem)
            ? app
            : throw new ArgumentException(problem);

    private IForge Open(GitCredentials credentials) => _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, credentials);

    private static async Task<GitException> FailAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<GitException>(call);
        Assert.All((string[])["ghs_", "eyJ", "PRIVATE KEY", GitHubAppServer.Key[100..140]], secret => Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal));
        return failure;
    }
}
