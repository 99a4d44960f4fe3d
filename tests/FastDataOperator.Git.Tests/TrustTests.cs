using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>Authorities and client certificates of an import's own, against nginx.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Remote_OwnAuthorityClientCertificateAndPassword_IsLookedAtFetchedAndPushedTo()
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem, Basic = (TransportCase.User, TransportCase.Password) });

        await server.UseAsync(_world, new RemoteAccess
        {
            Credentials = new GitCredentials.Basic(TransportCase.User, TransportCase.Password),
            Trust = TransportCase.Trust(server.Authority.CertificatePem, clients.IssueClient("CN=robot")),
        });
    }

    [Fact]
    public async Task Remote_OwnAuthorityAndBearerToken_IsLookedAtFetchedAndPushedTo()
    {
        using var server = TransportCase.Start(new GitWebServerOptions { BearerToken = TransportCase.Password });

        await server.UseAsync(_world, server.Access with { Credentials = new GitCredentials.Bearer(TransportCase.Password) });

        var wrong = await server.FailAsync(_world, server.Access with { Credentials = new GitCredentials.Bearer(TestSecrets.Canary + "-wrong") });
        Assert.Equal(GitFailure.AuthenticationFailed, wrong.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Look_ServersAuthorityIsNotAmongThem_IsInsecure(bool isAnotherGiven)
    {
        using var other = TestAuthority.Create("CN=authority of the test"); // the same name, another key
        using var server = TransportCase.Start();

        var failure = await server.FailAsync(_world, isAnotherGiven ? new RemoteAccess { Trust = TransportCase.Trust(other.CertificatePem) } : RemoteAccess.Anonymous);

        Assert.Equal((GitFailure.InsecureConnection, false), (failure.Reason, failure.IsTransient));
        Assert.StartsWith(server.Url + " could not be reached over a secure connection: its certificate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("put it into ca.crt of the Secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_AuthorityIsUnknown_SaysSo()
    {
        using var other = TestAuthority.Create("CN=another");
        using var server = TransportCase.Start();

        Assert.Contains("its certificate's authority is unknown", (await server.FailAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(other.CertificatePem) })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-20, "has expired or is not valid yet")]
    [InlineData(5, "has expired or is not valid yet")]
    public async Task Look_CertificateIsNotOfToday_IsInsecure(int days, string why)
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var server = TransportCase.Start(authority, authority.IssueServer(at: TimeProvider.System.GetUtcNow().AddDays(days)));

        var failure = await server.FailAsync(_world, server.Access);

        Assert.Equal(GitFailure.InsecureConnection, failure.Reason);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ca.crt", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ServerSpeaksNoTls_SaysWhatToCheck()
    {
        using var server = GitWebServer.Start(new GitWebServerOptions());
        var url = server.UrlOf("source.git").Replace("http://", "https://", StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<GitException>(() => _world.Client.LookAsync(
            GitWorld.Address(url), GitReference.Of(GitWorld.Branch("main")), RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation));

        Assert.Equal(GitFailure.InsecureConnection, failure.Reason);
        Assert.EndsWith(" Check that TLS is spoken at this port.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_CertificateOfAnotherHost_IsInsecure_WhoeverIssuedIt()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        var certificate = authority.IssueServer(["git.example.com", "127.0.0.1"]);
        using var server = TransportCase.Start(authority, certificate);

        Assert.Contains("its certificate is for another host", (await server.FailAsync(_world, server.Access)).Message, StringComparison.Ordinal);
        Assert.Contains("its certificate is for another host", (await server.FailAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(certificate.CertificatePem) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_CertificateThatIsNoServers_IsInsecure()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var server = TransportCase.Start(authority, authority.IssueClient("CN=localhost"));

        Assert.Equal(GitFailure.InsecureConnection, (await server.FailAsync(_world, server.Access)).Reason);
    }

    [Fact]
    public async Task Look_AuthorityBelowARoot_IsBelievedWhicheverOfThemIsGiven()
    {
        using var root = TestAuthority.Create("CN=root");
        using var middle = root.IssueAuthority("CN=middle");
        var leaf = middle.IssueServer();
        using var complete = TransportCase.Start(root, leaf with { CertificatePem = leaf.CertificatePem + "\n" + middle.CertificatePem });
        using var leafAlone = TransportCase.Start(root, leaf);
        using var stranger = TestAuthority.Create("CN=stranger");

        Assert.IsType<TipResult.Tip>(await complete.LookAsync(_world, complete.Access));
        Assert.IsType<TipResult.Tip>(await complete.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(middle.CertificatePem) }));
        Assert.IsType<TipResult.Tip>(await leafAlone.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(middle.CertificatePem) }));
        Assert.IsType<TipResult.Tip>(await leafAlone.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(leaf.CertificatePem) }));
        Assert.IsType<TipResult.Tip>(await leafAlone.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust($"{stranger.CertificatePem}\n{root.CertificatePem}\n{middle.CertificatePem}\n") }));
        Assert.Equal(GitFailure.InsecureConnection, (await leafAlone.FailAsync(_world, leafAlone.Access)).Reason);
    }

    [Fact]
    public async Task Look_AuthorityOfTheSameNameBelowARoot_IsNotBelieved()
    {
        using var root = TestAuthority.Create("CN=root");
        using var middle = root.IssueAuthority("CN=middle");
        using var forger = TestAuthority.Create("CN=another root");
        using var forged = forger.IssueAuthority("CN=middle");
        using var server = TransportCase.Start(forger, forged.IssueServer());

        var failure = await server.FailAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(middle.CertificatePem) });

        Assert.Equal(GitFailure.InsecureConnection, failure.Reason);
    }

    [Fact]
    public async Task Look_CertificateNamesWhereItsIssuerIsToBeHad_NobodyGoesThere()
    {
        using var inside = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("404 Not Found", "text/plain", ""u8));
        using var root = TestAuthority.Create("CN=root");
        using var middle = root.IssueAuthority("CN=middle");
        using var server = TransportCase.Start(root, middle.IssueServer(issuersAddress: $"http://127.0.0.1:{inside.Port}/middle.crt"));

        await server.FailAsync(_world, RemoteAccess.Anonymous);
        await server.FailAsync(_world, server.Access);

        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData(KeyForm.EcPkcs8)]
    [InlineData(KeyForm.EcSec1)]
    [InlineData(KeyForm.RsaPkcs8)]
    [InlineData(KeyForm.RsaPkcs1)]
    public async Task Look_ClientCertificateWithAnyKey_IsShown(KeyForm form)
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem });

        Assert.IsType<TipResult.Tip>(await server.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(server.Authority.CertificatePem, clients.IssueClient("CN=robot", form)) }));
    }

    [Fact]
    public async Task Look_ClientCertificateBelowAnAuthorityThatTheServerDoesNotKnow_IsShownWithIt()
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var middle = clients.IssueAuthority("CN=middle");
        var client = middle.IssueClient("CN=robot");
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem });

        Assert.IsType<TipResult.Tip>(await server.LookAsync(_world, new RemoteAccess
        {
            Trust = TransportCase.Trust(server.Authority.CertificatePem, client with { CertificatePem = client.CertificatePem + "\n" + middle.CertificatePem }),
        }));
    }

    [Fact]
    public async Task Look_ClientCertificateMissingOrWrong_SaysWhich()
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var others = TestAuthority.Create("CN=authority of others");
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem });

        var missing = await server.FailAsync(_world, server.Access);
        var wrong = await server.FailAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(server.Authority.CertificatePem, others.IssueClient("CN=robot")) });

        Assert.Equal((GitFailure.ServerError, false), (missing.Reason, missing.IsTransient));
        Assert.Contains("A server that asks for a client certificate answers so, and none was given", missing.Message, StringComparison.Ordinal);
        Assert.Equal((GitFailure.ServerError, false), (wrong.Reason, wrong.IsTransient));
        Assert.Contains("A server that does not accept the client certificate answers so", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls1_2")]
    [InlineData("tls1_3")]
    public async Task Look_HandshakeEndsForWantOfAClientCertificate_SaysWhich(string version)
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var others = TestAuthority.Create("CN=authority of others");
        using var server = new OpenSslServer(authority.IssueServer(), clients.CertificatePem, version);
        await Patience.ForAsync(server.Ready.ContinueWith(static _ => true, TaskScheduler.Default), "openssl did not listen", () => server.Tail, GitWorld.Cancellation);
        Task<GitException> FailAsync(IssuedCertificate? client) => Assert.ThrowsAsync<GitException>(() => _world.Client.LookAsync(
            GitWorld.Address($"https://localhost:{server.Port}/a.git"), GitReference.Default, new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem, client) },
            GitWorld.Deadline, GitWorld.Cancellation));

        var missing = await FailAsync(null);
        var wrong = await FailAsync(others.IssueClient("CN=robot"));

        Assert.Equal((GitFailure.InsecureConnection, false), (missing.Reason, missing.IsTransient));
        Assert.EndsWith("A server that asks for a client certificate does so, and none was given (tls.crt and tls.key).", missing.Message, StringComparison.Ordinal);
        Assert.Equal((GitFailure.InsecureConnection, false), (wrong.Reason, wrong.IsTransient));
        Assert.EndsWith("A server that does not accept the client certificate does so: check tls.crt and tls.key.", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>A session of TLS that was begun for one import, and resumed for another, would prove nothing of either side.</summary>
    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Look_AfterAnImportThatIsBelieved_AnotherResumesNoSessionOfIt(string version)
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var server = TransportCase.Start(new GitWebServerOptions { ClientAuthority = clients.CertificatePem, ExtraConfiguration = $"ssl_protocols {version};" });
        var robot = clients.IssueClient("CN=robot");

        Assert.IsType<TipResult.Tip>(await server.LookAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(server.Authority.CertificatePem, robot) }));

        Assert.Contains("none was given", (await server.FailAsync(_world, server.Access)).Message, StringComparison.Ordinal);
        Assert.Contains("authority is unknown", (await server.FailAsync(_world, new RemoteAccess { Trust = TransportCase.Trust(null, robot) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_WithAnotherClientCertificate_UsesNoConnectionOfTheFirst()
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var server = TransportCase.Start(new GitWebServerOptions
        {
            ClientAuthority = clients.CertificatePem, ExtraConfiguration = "if ($ssl_client_s_dn != \"CN=robot\") { return 403; }",
        });
        RemoteAccess As(string name) => new() { Trust = TransportCase.Trust(server.Authority.CertificatePem, clients.IssueClient(name)) };

        Assert.IsType<TipResult.Tip>(await server.LookAsync(_world, As("CN=robot")));

        Assert.Equal(GitFailure.AccessDenied, (await server.FailAsync(_world, As("CN=other"))).Reason);
    }

    [Fact]
    public async Task Look_RedirectToAnotherServer_ShowsItNoCertificate()
    {
        using var clients = TestAuthority.Create("CN=authority of clients");
        using var authority = TestAuthority.Create("CN=authority of the test");
        using var other = new SecureRelay(authority.IssueServer(), serverPort: 1);
        using var server = TransportCase.Start(new GitWebServerOptions
        {
            ClientAuthority = clients.CertificatePem, ExtraConfiguration = $"return 302 {other.Address}$request_uri;",
        });

        var failure = await server.FailAsync(_world, new RemoteAccess
        {
            Trust = TransportCase.Trust(server.Authority.CertificatePem + "\n" + authority.CertificatePem, clients.IssueClient("CN=robot")),
        });

        Assert.Equal(GitFailure.RedirectRefused, failure.Reason);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Look_AuthorityRotated_CountsAtOnce()
    {
        using var second = TestAuthority.Create("CN=second authority");
        using var server = TransportCase.Start();
        var rotated = new RemoteAccess { Trust = TransportCase.Trust(second.CertificatePem) };
        await server.UseAsync(_world, server.Access);

        server.Server.Replace(second.IssueServer());

        await server.UseAsync(_world, rotated);
        Assert.Equal(GitFailure.InsecureConnection, (await server.FailAsync(_world, new RemoteAccess())).Reason);
        Assert.Equal(3, _world.Client.Connections.Pools);
    }

    [Fact]
    public void Trust_OfTheSameTexts_IsEqualAndNotShown()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        var client = authority.IssueClient("CN=robot");
        var access = new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem, client) };

        Assert.Equal(access, new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem, client) });
        Assert.NotEqual(access, new RemoteAccess { Trust = TransportCase.Trust(authority.CertificatePem) });
        Assert.NotEqual(access, RemoteAccess.Anonymous);
        Assert.DoesNotContain("BEGIN", $"{access} {access.Trust}", StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_KeyUnderAPassphraseOrOfAnotherOrNone_IsToldApart()
    {
        using var authority = TestAuthority.Create("CN=authority of the test");
        var client = authority.IssueClient("CN=robot");
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(client.KeyPem);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("passphrase", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000));

        TrustProblem? With(string pem)
        {
            RemoteTrust.TryCreate(null, client.CertificatePem, pem, out _, out var problem);
            return problem;
        }

        Assert.Equal((TrustPart.Key, "is protected with a passphrase"), (With(encrypted)!.Part, With(encrypted)!.What));
        Assert.Equal("does not belong to the first certificate of tls.crt", With(authority.IssueClient("CN=other").KeyPem)!.What);
        Assert.Equal("does not belong to the first certificate of tls.crt", With(authority.IssueClient("CN=other", KeyForm.RsaPkcs1).KeyPem)!.What);
        Assert.Equal("holds no private key that can be read", With("a key")!.What);
        Assert.Equal("holds no private key that can be read", With("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")!.What);
    }
}
