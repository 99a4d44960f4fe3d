using System.Security.Cryptography;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>Look, fetch and push over SSH, against OpenSSH's own server, in both protocol versions.</summary>
public sealed class SshTests(SharedSshServer shared) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LookFetchAndPush_InEitherVersion_WorkAsOverHttp(bool speaksProtocolV2)
    {
        var (repository, url, key) = shared.Create(speaksProtocolV2, "trunk");
        var first = repository.Commit("trunk", new TestFile("config.json", "x"), new TestFile("other.json", "o"));
        repository.Commit("other", new TestFile("config.json", "y"));

        var tip = Assert.IsType<TipResult.Tip>(await LookAsync(url, null, key));
        using var snapshot = await _world.FetchAsync(url, null, key);
        using var named = await _world.FetchAsync(url, "other", key);
        var pushed = Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "z"));

        Assert.Equal(("trunk", first), (tip.Branch.Value, tip.Id.Value));
        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal("o", GitWorld.Text(snapshot.ReadFile("other.json")));
        Assert.Equal("y", GitWorld.Text(named.ReadFile("config.json")));
        Assert.Equal(pushed.Id.Value, repository.Tip("trunk"));
        Assert.Equal("z", repository.ReadFile("trunk", "config.json"));
        Assert.Equal(["config.json"], repository.ChangedPaths("trunk"));
        repository.Check();
    }

    /// <summary>Programs that are broken off complain in the logs of whoever runs the server.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LookFetchAndPush_InEitherVersion_LetTheServersProgramsEndInOrder(bool speaksProtocolV2)
    {
        var codes = _world["codes"];
        using var server = SshServer.Start(new SshServerOptions { SpeaksProtocolV2 = speaksProtocolV2, ForcedCommand = $"sh -c \"$SSH_ORIGINAL_COMMAND\"; echo $? >>'{codes}'" });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", "x"));
        var (url, key) = (server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        Assert.IsType<TipResult.Tip>(await LookAsync(url, null, key));
        using (var snapshot = await _world.FetchAsync(url, "main", key))
        {
            Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));
            Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "z"));
        }

        string[] Ended() => File.Exists(codes) ? File.ReadAllLines(codes) : [];
        var begun = server.Log.Split("Accepted publickey").Length - 1;
        await Patience.UntilAsync(_ => Task.FromResult(Ended().Length == begun), "the server's programs did not end", () => server.Log, GitWorld.Cancellation);
        Assert.All(Ended(), static code => Assert.Equal("0", code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_IntoAnEmptyRepository_MakesTheRootCommit(bool speaksProtocolV2)
    {
        var (repository, url, key) = shared.Create(speaksProtocolV2);

        var empty = Assert.IsType<TipResult.Empty>(await LookAsync(url, null, key));
        using var snapshot = await _world.FetchAsync(url, null, key);
        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "a/config.json", "x"));

        Assert.Equal("main", empty.Branch.Value);
        Assert.Equal("x", repository.ReadFile("main", "a/config.json"));
        repository.Check();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fetch_BranchThatIsNotThere_ListsThoseThatAre(bool speaksProtocolV2)
    {
        var (repository, url, key) = shared.Create(speaksProtocolV2);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.CreateBranches("b", 3000, tip);

        var missing = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(url, "none", key));

        Assert.InRange(missing.Branches.Count, 900, TipResult.MaxBranches);
    }

    [Fact]
    public async Task Fetch_InVersion2_TakesOneConnectionForEverything()
    {
        using var server = SshServer.Start();
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", "x"), new TestFile("large.bin", new byte[100_000]));

        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server), "config.json");

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal(1, Count(server.Log, "Accepted publickey"));
    }

    [Fact]
    public async Task Publish_FromVersion0_AdvertisesAndPushesOverOneConnection()
    {
        using var server = SshServer.Start(new SshServerOptions { SpeaksProtocolV2 = false });
        var repository = server.CreateRepository("a.git");
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server));
        Assert.Equal(1, Count(server.Log, "Accepted publickey"));

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        // The push, and the look at what became of it.
        Assert.Equal(3, Count(server.Log, "Accepted publickey"));
    }

    [Fact]
    public async Task FetchAndPush_LargeFile_ArriveWhole()
    {
        var (repository, url, key) = shared.Create();
        var content = RandomNumberGenerator.GetBytes(3 << 20);
        repository.Commit("main", new TestFile("large.bin", content));

        using var snapshot = await _world.FetchAsync(url, "main", key, "large.bin");
        Assert.Equal(content, Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("large.bin")).Content.ToArray());
        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "new.txt", new string('n', 4 << 20)));

        Assert.Equal(4 << 20, repository.ReadFile("main", "new.txt").Length);
        repository.Check();
    }

    [Theory]
    [InlineData("ed25519", "", "RFC4716")]
    [InlineData("ed25519", TestSecrets.Canary + " correct horse", "RFC4716")]
    [InlineData("rsa", "", "PEM")]
    [InlineData("rsa", TestSecrets.Canary + " correct horse", "PEM")]
    [InlineData("rsa", TestSecrets.Canary + "c0rréct $(horse) '\"\\n`", "PKCS8")]
    [InlineData("rsa", "", "RFC4716")]
    [InlineData("ecdsa", "", "RFC4716")]
    [InlineData("ecdsa", "  " + TestSecrets.Canary + "  ", "RFC4716")]
    public async Task Look_WithAKeyOfAnyKind_IsLetIn(string kind, string passphrase, string format)
    {
        var (repository, url, _) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var pair = SshKeyPair.Create(kind, passphrase, format);
        shared.Server.Authorize(pair);
        var key = new GitCredentials.SshKey(pair.PrivateKey.Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd(), passphrase.Length == 0 ? null : passphrase, shared.Server.KnownHosts);

        Assert.IsType<TipResult.Tip>(await LookAsync(url, "main", key));
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task Look_AtAServerWithAnotherKindOfHostKey_IsLetIn(string kind)
    {
        using var server = SshServer.Start(new SshServerOptions { HostKeyKind = kind });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", "x"));

        Assert.IsType<TipResult.Tip>(await LookAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server)));
    }

    [Fact]
    public async Task Publish_HookRefuses_ItsWordsAreTheResult()
    {
        var (repository, url, key) = shared.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", "echo 'only on Tuesdays' >&2; exit 1");

        using var snapshot = await _world.FetchAsync(url, "main", key);
        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal("only on Tuesdays\npre-receive hook declined", result.ServerWords);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_HookSpeaksAfterwards_RunsToItsEnd()
    {
        var (repository, url, key) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("post-receive", "cat > first; yes thanks | head -c 200000 >&2 && mv first received");

        using var snapshot = await _world.FetchAsync(url, "main", key);
        var result = Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal($"{snapshot.CommitId} {result.Id} refs/heads/main\n", await File.ReadAllTextAsync(repository.Path + "/received", GitWorld.Cancellation));
    }

    [Fact]
    public async Task Publish_BranchMovedBefore_IsRaced_G2()
    {
        var (repository, url, key) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url, "main", key);
        var theirs = repository.Commit("main", new TestFile("config.json", "theirs"));

        var result = Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Contains(theirs, result.What, StringComparison.Ordinal);
        Assert.Equal(theirs, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_BranchMovesUnderThePush_IsRaced_G2()
    {
        var (repository, url, key) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.Git("branch", "theirs", "main");
        var theirs = repository.Commit("theirs", new TestFile("config.json", "theirs"));
        repository.SetHook("pre-receive", $"unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main {theirs}");

        using var snapshot = await _world.FetchAsync(url, "main", key);
        var result = await GitWorld.PublishAsync(snapshot, "config.json", "y");

        Assert.IsType<PublishResult.Raced>(result);
        Assert.Equal(theirs, repository.Tip("main"));
    }

    [Fact]
    public async Task Fetch_ServerThatLeavesNothingOut_IsAskedForEverything()
    {
        var (repository, url, key) = shared.Create();
        repository.Git("config", "uploadpack.allowFilter", "false");
        repository.Commit("main", new TestFile("config.json", "x"), new TestFile("other.json", "o"));

        using var snapshot = await _world.FetchAsync(url, "main", key);

        Assert.Equal("o", GitWorld.Text(snapshot.ReadFile("other.json")));
    }

    [Fact]
    public async Task Fetch_MoreThanTheLimit_IsRefused()
    {
        using var world = new GitWorld(limits: new GitLimits { MaxFetchBytes = 100_000 });
        var (repository, url, key) = shared.Create();
        repository.Commit("main", new TestFile("config.json", RandomNumberGenerator.GetBytes(1 << 20)));

        var exception = await world.FailAsync(url, key);

        Assert.Equal(GitFailure.TooLarge, exception.Reason);
    }

    [Fact]
    public async Task TwoKeysAtOnce_ToTwoServers_EachOpensItsOwn()
    {
        using var one = SshServer.Start();
        using var two = SshServer.Start();
        one.CreateRepository("a.git").Commit("main", new TestFile("config.json", "one"));
        two.CreateRepository("a.git").Commit("main", new TestFile("config.json", "two"));

        var fetches = Enumerable.Range(0, 6).Select(async number =>
        {
            var server = number % 2 == 0 ? one : two;
            using var snapshot = await _world.FetchAsync(server.UrlOf("a.git"), "main", SharedSshServer.KeyOf(server));
            return GitWorld.Text(snapshot.ReadFile("config.json"));
        });

        Assert.Equal(["one", "two", "one", "two", "one", "two"], await Task.WhenAll(fetches));
        Assert.Equal((3, 3), (Count(one.Log, "Accepted publickey"), Count(two.Log, "Accepted publickey")));
        Assert.DoesNotContain("Failed publickey", one.Log + two.Log, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    private Task<TipResult> LookAsync(string url, string? branch, GitCredentials key) =>
        _world.Client.LookAsync(
            GitWorld.Address(url), GitReference.Of(branch is null ? null : GitWorld.Branch(branch)), new RemoteAccess { Credentials = key }, GitWorld.Deadline, GitWorld.Cancellation);

    private static int Count(string text, string what) => text.Split(what).Length - 1;
}
