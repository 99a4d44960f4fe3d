using FastDataOperator.Git.Transport;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests;

/// <summary>Addresses that would be commands or options to whoever took them carelessly.</summary>
public sealed class SshInjectionTests(SharedSshServer shared) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("ssh://-oProxyCommand=touch%20MARKER/a.git")]
    [InlineData("ssh://git@-oProxyCommand=touch%20MARKER/a.git")]
    [InlineData("ssh://-oProxyCommand=touch%20MARKER@127.0.0.1/a.git")]
    [InlineData("ssh://-l@127.0.0.1/a.git")]
    [InlineData("ssh://git%20-oProxyCommand=touch%20MARKER@127.0.0.1/a.git")]
    [InlineData("ssh://%2DoProxyCommand=x@127.0.0.1/a.git")]
    [InlineData("ssh://$(touch MARKER)@127.0.0.1/a.git")]
    [InlineData("ssh://git;touch%20MARKER@127.0.0.1/a.git")]
    [InlineData("ssh://git@127.0.0.1;touch MARKER/a.git")]
    [InlineData("ssh://git@`touch MARKER`/a.git")]
    [InlineData("ssh://git@%2Dx/a.git")]
    [InlineData("ssh://git@127.0.0.1:22%20-o/a.git")]
    [InlineData("ssh://git@127.0.0.1:-22/a.git")]
    [InlineData("ssh://git@127.0.0.1:0/a.git")]
    [InlineData("ssh://git@127.0.0.1:65536/a.git")]
    [InlineData("ssh://git@[::1/a.git")]
    [InlineData("ssh://git@[1:2]/a.git")]
    [InlineData("ssh://git@host/a%0Atouch%20MARKER")]
    [InlineData("ssh://git@host/a%00b")]
    [InlineData("ssh://git@host/a%1Bb")]
    [InlineData("ssh://git@host/a?x")]
    [InlineData("ssh://git@host/a#x")]
    [InlineData("ssh://git@host/")]
    [InlineData("ssh://git@host")]
    [InlineData("ssh:///a.git")]
    [InlineData("ssh://")]
    [InlineData("ssh://git:" + TestSecrets.Canary + "@host/a.git")]
    [InlineData("ssh://:" + TestSecrets.Canary + "@host/a.git")]
    [InlineData("git+ssh://git@host/a.git")]
    public void TryParse_WhatIsNoAddress_IsRefusedBeforeAnythingRuns(string text)
    {
        Assert.False(RepositoryAddress.TryParse(text, out _, out var problem));
        Assert.DoesNotContain(TestSecrets.Canary, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$(touch MARKER)")]
    [InlineData("`touch MARKER`")]
    [InlineData("';touch MARKER;'")]
    [InlineData("'\\'';touch MARKER;'")]
    [InlineData("\\';touch MARKER;'")]
    [InlineData("a|touch MARKER")]
    [InlineData("a&touch MARKER&")]
    [InlineData("\";touch MARKER;\"")]
    [InlineData("!touch MARKER")]
    [InlineData("-oProxyCommand=touch MARKER")]
    [InlineData("~/$(touch MARKER)")]
    public async Task Fetch_PathThatIsAShellsCommand_IsAPath(string path)
    {
        var marker = _world["marker"];
        var name = path.Replace("MARKER", marker, StringComparison.Ordinal);
        var (_, url, key) = shared.Create();
        var root = url[..url.LastIndexOf('/')];

        var exception = await _world.FailAsync(root + "/" + Uri.EscapeDataString(name), key);

        Assert.True(exception.Reason == GitFailure.RepositoryNotFound, exception.Message);
        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("it's a \"$HOME\" !repository; `x`")]
    [InlineData("ünïcode")]
    public async Task Fetch_RepositoryOfAnOddName_IsFound(string name)
    {
        var server = shared.Server;
        server.CreateRepository(name).Commit("main", new TestFile("config.json", "x"));
        var url = server.UrlOf(Uri.EscapeDataString(name));

        using var snapshot = await _world.FetchAsync(url, "main", SharedSshServer.KeyOf(server));

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal(name, snapshot.Address.ProjectName);
    }

    [Fact]
    public async Task Fetch_ScratchRootThatIsAnOptionToSsh_IsAPlace()
    {
        var root = _world["a b%h~ ${HOME} $(touch x)"];
        Directory.CreateDirectory(root);
        using var client = new GitClient(TimeProvider.System, root, new GitLimits(), RemotePolicy.Unrestricted, _world.Meter);
        var (repository, url, _) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var pair = SshKeyPair.Create(passphrase: TestSecrets.Canary + "-c0rrect");
        shared.Server.Authorize(pair);

        var tip = await client.LookAsync(
            GitWorld.Address(url), GitReference.Default, new RemoteAccess { Credentials = new GitCredentials.SshKey(pair.PrivateKey, TestSecrets.Canary + "-c0rrect", shared.Server.KnownHosts) }, GitWorld.Deadline, GitWorld.Cancellation);

        Assert.IsType<TipResult.Tip>(tip);
    }

    [Fact]
    public void StartInfo_WithoutAKey_GoesByTheUsersConfigurationAndNeverAsks()
    {
        Assert.True(SshLocation.TryParse("ssh://git.example.com/a.git", out var location, out _));

        var arguments = new SshCommand(location, null, GitService.ReceivePack, ProtocolV2: false).StartInfo(null).ArgumentList;

        Assert.Contains("BatchMode=yes", arguments);
        Assert.DoesNotContain("-F", arguments);
        Assert.DoesNotContain("-l", arguments);
        Assert.DoesNotContain("-p", arguments);
        Assert.DoesNotContain(arguments, static argument => argument.StartsWith("StrictHostKeyChecking", StringComparison.Ordinal));
        Assert.Equal(["--", "git.example.com", "git-receive-pack '/a.git'"], arguments.TakeLast(3));
    }

    [Fact]
    public async Task Fetch_WithoutAKey_NeverPrompts()
    {
        // Nobody's configuration knows this server's key: with a terminal, ssh would ask whether to go on.
        var (_, url, _) = shared.Create();

        var exception = await _world.FailAsync(url);

        Assert.Equal(GitFailure.InsecureConnection, exception.Reason);
    }
}
