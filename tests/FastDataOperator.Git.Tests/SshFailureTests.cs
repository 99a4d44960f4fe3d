using System.Net;
using System.Net.Sockets;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>What goes wrong over SSH, and whether whoever reads it can tell what to do.</summary>
public sealed class SshFailureTests(SharedSshServer shared) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose()
    {
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
        _world.Dispose();
    }

    [Fact]
    public async Task Fetch_HostKeyChanged_IsRefusedWithTheFingerprintAndWhatToDo()
    {
        using var server = SshServer.Start();
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", "x"));
        var key = SharedSshServer.KeyOf(server);
        server.ReplaceHostKey();

        var exception = await _world.FailAsync(server.UrlOf("a.git"), key);

        AssertIs(GitFailure.InsecureConnection, isTransient: false, exception);
        Assert.Contains("showed another host key (SHA256:", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh-keyscan -p {server.Port} 127.0.0.1", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Postponed", server.Log, StringComparison.Ordinal);

        // And with the new one, it goes on.
        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server));
    }

    [Fact]
    public async Task Fetch_HostNotInKnownHosts_IsRefusedWithWhatToDo()
    {
        var (_, url, _) = shared.Create();
        var server = shared.Server;
        var others = new GitCredentials.SshKey(server.UserKey.PrivateKey, null, $"git.example.com {server.HostKey}\n127.0.0.1 {server.HostKey}");

        var exception = await _world.FailAsync(url, others);

        AssertIs(GitFailure.InsecureConnection, isTransient: false, exception);
        Assert.Contains($"known_hosts has no key of [127.0.0.1]:{server.Port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh-keyscan -p {server.Port} 127.0.0.1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Fetch_NoKnownHosts_IsNoConnection(string knownHosts)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var key = new GitCredentials.SshKey(shared.Server.UserKey.PrivateKey, null, knownHosts);

        var exception = await _world.FailAsync($"ssh://git@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.git", key);

        AssertIs(GitFailure.InsecureConnection, isTransient: false, exception);
        Assert.Contains("known_hosts is empty", exception.Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Fetch_RevokedHostKey_IsRefused()
    {
        var (_, url, _) = shared.Create();
        var server = shared.Server;
        var key = new GitCredentials.SshKey(server.UserKey.PrivateKey, null, $"{server.KnownHosts}\n@revoked {server.KnownHosts}");

        var exception = await _world.FailAsync(url, key);

        AssertIs(GitFailure.InsecureConnection, isTransient: false, exception);
    }

    [Fact]
    public async Task Fetch_NoCipherInCommon_IsRefusedWithWhatTheServerOffers()
    {
        using var server = SshServer.Start(new SshServerOptions { Ciphers = "3des-cbc" });

        var exception = await _world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        AssertIs(GitFailure.InsecureConnection, isTransient: false, exception);
        Assert.Contains("no way to encrypt in common", exception.Message, StringComparison.Ordinal);
        Assert.Contains("It says: Unable to negotiate with", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3des-cbc", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_KeyThatNobodyAuthorized_IsRefusedByTheServer()
    {
        var (_, url, _) = shared.Create();
        var stranger = new GitCredentials.SshKey(SshKeyPair.Create().PrivateKey, null, shared.Server.KnownHosts);

        var exception = await _world.FailAsync(url, stranger);

        AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception);
        Assert.Contains("did not accept the key", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RFC4716", "ed25519")]
    [InlineData("PEM", "rsa")]
    public async Task Fetch_WrongPassphrase_IsSaidAsSuch(string format, string kind)
    {
        var (_, url, _) = shared.Create();
        var pair = SshKeyPair.Create(kind, TestSecrets.Canary + "-c0rrect", format);
        shared.Server.Authorize(pair);

        var exception = await _world.FailAsync(url, new GitCredentials.SshKey(pair.PrivateKey, TestSecrets.Canary + "-wr0ng", shared.Server.KnownHosts));

        AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception);
        Assert.Contains("passphrase is another", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RFC4716", "ed25519")]
    [InlineData("PEM", "rsa")]
    [InlineData("PKCS8", "ecdsa")]
    public async Task Fetch_EncryptedKeyWithoutPassphrase_IsSaidAsSuch(string format, string kind)
    {
        var (_, url, _) = shared.Create();
        var pair = SshKeyPair.Create(kind, TestSecrets.Canary + "-c0rrect", format);

        var exception = await _world.FailAsync(url, new GitCredentials.SshKey(pair.PrivateKey, null, shared.Server.KnownHosts));

        AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception);
        Assert.Contains("it is encrypted, and no passphrase was given", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_KeyThatMayTakeForEver_IsNotOpened()
    {
        var (_, url, _) = shared.Create();
        var pair = SshKeyPair.Create("ed25519", TestSecrets.Canary);
        // The rounds of its kdf, behind magic, cipher, kdf and salt (PROTOCOL.key).
        var lines = pair.PrivateKey.Trim().Split('\n');
        var key = Convert.FromBase64String(string.Concat(lines[1..^1]));
        var bcrypt = key.AsSpan().IndexOf("bcrypt"u8);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(bcrypt + 6 + 4 + 4 + 16), 1_000_000);
        var slow = $"{lines[0]}\n{Convert.ToBase64String(key, Base64FormattingOptions.InsertLineBreaks)}\n{lines[^1]}\n";

        var exception = await _world.FailAsync(url, new GitCredentials.SshKey(slow, TestSecrets.Canary, shared.Server.KnownHosts));

        AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception);
        Assert.Contains("it takes 1000000 rounds to open, and 256 are the most", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_WhatIsNoPrivateKey_IsSaidWithoutShowingIt()
    {
        var (_, url, _) = shared.Create();
        var pair = SshKeyPair.Create();
        var lines = pair.PrivateKey.Split('\n');
        lines[1] = "AAAA" + lines[1][4..];

        foreach (var (text, words) in new[] { (pair.PublicKey, "it is no private key"), (TestSecrets.Canary, "it is no private key"), (string.Join('\n', lines), "which ssh does not read") })
        {
            var exception = await _world.FailAsync(url, new GitCredentials.SshKey(text, null, shared.Server.KnownHosts));

            AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception);
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(text, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(lines[2], exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fetch_CredentialsOfAnotherKind_SayWhatIsNeeded()
    {
        var (_, url, key) = shared.Create();
        using var operators = new GitWorld(policy: new RemotePolicy { AllowInternalAddresses = true });

        var password = await _world.FailAsync(url, new GitCredentials.Basic("ada", TestSecrets.Canary));
        var token = await _world.FailAsync(url, new GitCredentials.Bearer(TestSecrets.Canary));
        var nothing = await operators.FailAsync(url);
        var overHttps = await _world.FailAsync("https://127.0.0.1:1/a.git", key);

        Assert.All([password, token, nothing, overHttps], exception => AssertIs(GitFailure.AuthenticationFailed, isTransient: false, exception));
        Assert.All([password, token, nothing], static exception => Assert.Contains("identity and known_hosts", exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(TestSecrets.Canary, password.Message + token.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NobodyThere_IsTriedAgain()
    {
        var key = SharedSshServer.KeyOf(shared.Server);

        var refused = await _world.FailAsync($"ssh://git@127.0.0.1:{LoopbackPort.Free()}/a.git", key);
        var unknown = await _world.FailAsync("ssh://git@nowhere.invalid/a.git", key);

        AssertIs(GitFailure.ConnectionFailed, isTransient: true, refused);
        Assert.Contains("Connection refused", refused.Message, StringComparison.Ordinal);
        AssertIs(GitFailure.ConnectionFailed, isTransient: true, unknown);
        Assert.Contains("host name is unknown", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NoRepositoryThere_IsSaidAfterOneConnection()
    {
        using var server = SshServer.Start();
        Directory.CreateDirectory(server.RepositoryRoot + "/plain");

        foreach (var name in new[] { "nowhere.git", "plain" })
        {
            AssertIs(GitFailure.RepositoryNotFound, isTransient: false, await _world.FailAsync(server.UrlOf(name), SharedSshServer.KeyOf(server)));
        }

        Assert.Equal(3, server.Log.Split("Accepted publickey").Length);
    }

    [Theory]
    [InlineData("ERROR: Repository not found.", 1, GitFailure.RepositoryNotFound)]
    [InlineData("remote: ERROR: The project you were looking for could not be found or you don't have permission to view it.", 1, GitFailure.RepositoryNotFound)]
    [InlineData("Gitea: Cannot find repository: core/config", 1, GitFailure.RepositoryNotFound)]
    [InlineData("FATAL: R any core/config ada DENIED by fallthru (or you mis-spelled the reponame)", 1, GitFailure.RepositoryNotFound)]
    [InlineData("FATAL: R any core/config ada DENIED by refs/.*", 1, GitFailure.AccessDenied)]
    [InlineData("ERROR: Permission to core/config.git denied to deploy key", 1, GitFailure.AccessDenied)]
    [InlineData("remote: ERROR: You are not allowed to download code from this project.", 1, GitFailure.AccessDenied)]
    [InlineData("git-upload-pack: command not found", 127, GitFailure.ServerError)]
    [InlineData("the disk is on fire", 1, GitFailure.ServerError)]
    public async Task Fetch_RefusedInTheWordsOfAForge_IsThatReason(string words, int exitCode, GitFailure reason)
    {
        using var server = SshServer.Start(new SshServerOptions { ForcedCommand = $"echo \"{words}\" >&2; exit {exitCode}" });

        var exception = await _world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        AssertIs(reason, isTransient: false, exception);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Equal(exitCode == 127, exception.Message.Contains("Git was not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetch_FromAServerThatThreatensEverybody_FailsForItsOwnReason()
    {
        const string banner = "Unauthorized access is prohibited. Access denied to whoever is not authorized. Permission denied (by law). Load key. Host key verification failed";
        using var broken = SshServer.Start(new SshServerOptions { Banner = banner, ForcedCommand = "echo 'the disk is on fire' >&2; exit 1" });
        using var closed = SshServer.Start(new SshServerOptions { Banner = banner, ForcedCommand = "kill -KILL $PPID" });

        var program = await _world.FailAsync(broken.UrlOf("a.git"), SharedSshServer.KeyOf(broken));
        var connection = await _world.FailAsync(closed.UrlOf("a.git"), SharedSshServer.KeyOf(closed));

        AssertIs(GitFailure.ServerError, isTransient: false, program);
        Assert.EndsWith("It says: the disk is on fire", program.Message, StringComparison.Ordinal);
        AssertIs(GitFailure.ConnectionFailed, isTransient: true, connection);
        Assert.Contains("Connection ", connection.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'Welcome to the machine'")]
    [InlineData("true")]
    [InlineData("yes 'zzzz never a packet' | head -c 100000")]
    public async Task Fetch_SomethingThatIsNoGit_IsNotMistakenForIt(string command)
    {
        using var server = SshServer.Start(new SshServerOptions { ForcedCommand = command });

        var exception = await _world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        Assert.Equal(GitFailure.ProtocolError, exception.Reason);
    }

    [Fact]
    public async Task Publish_KeyThatMayOnlyRead_IsDeniedAndNothingIsSent()
    {
        using var server = SshServer.Start(new SshServerOptions
        {
            ForcedCommand = "case $SSH_ORIGINAL_COMMAND in *receive-pack*) echo 'ERROR: The key you are authenticating with has been marked as read only.' >&2; exit 1;; *) sh -c \"$SSH_ORIGINAL_COMMAND\";; esac",
        });
        var repository = server.CreateRepository("a.git");
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server));
        var exception = await Assert.ThrowsAsync<GitException>(() => GitWorld.PublishAsync(snapshot, "config.json", "y"));

        AssertIs(GitFailure.AccessDenied, isTransient: false, exception);
        Assert.Contains("marked as read only", exception.Message, StringComparison.Ordinal);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Fetch_ServerThatBreaksOffInThePack_IsTriedAgain()
    {
        using var server = SshServer.Start(new SshServerOptions { ForcedCommand = "sh -c \"$SSH_ORIGINAL_COMMAND\" | dd bs=1 count=3000 status=none; kill -KILL $PPID" });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", System.Security.Cryptography.RandomNumberGenerator.GetBytes(100_000)));

        var exception = await _world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        AssertIs(GitFailure.ConnectionFailed, isTransient: true, exception);
    }

    private static void AssertIs(GitFailure reason, bool isTransient, GitException exception)
    {
        Assert.True(reason == exception.Reason, exception.Message);
        Assert.Equal(isTransient, exception.IsTransient);
        Assert.DoesNotContain("PRIVATE KEY-----\n", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', exception.Message);
    }
}
