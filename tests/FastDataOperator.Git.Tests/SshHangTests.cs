using System.Net;
using System.Net.Sockets;
using System.Text;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Servers that stop answering, and callers who do not want to wait: no process and no file may be left.</summary>
public sealed class SshHangTests(SharedSshServer shared) : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", true)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", false)]
    public async Task Fetch_ServerHangsBeforeOrAfterItsBanner_EndsWithTheFilesAndTheProcess(string banner, bool byDeadline)
    {
        using var world = new GitWorld(_time);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var pair = SshKeyPair.Create(passphrase: TestSecrets.Canary + "-c0rrect");
        using var stop = new CancellationTokenSource();
        var fetching = world.Client.FetchAsync(
            GitWorld.Address($"ssh://git@127.0.0.1:{port}/a.git"), GitReference.Default, [], new RemoteAccess { Credentials = new GitCredentials.SshKey(pair.PrivateKey, TestSecrets.Canary + "-c0rrect", $"[127.0.0.1]:{port} ssh-ed25519 AAAA") },
            GitWorld.Deadline, stop.Token);

        using var client = await listener.AcceptTcpClientAsync(GitWorld.Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(banner), GitWorld.Cancellation);
        AssertOnlyForTheOwner(world);
        var command = Assert.Single(SshProcesses.To(port));
        Assert.DoesNotContain(TestSecrets.Canary + "-c0rrect", command, StringComparison.Ordinal);

        if (byDeadline)
        {
            _time.Advance(GitWorld.Deadline);
            Assert.Equal(GitFailure.TimedOut, (await Assert.ThrowsAsync<GitException>(() => fetching)).Reason);
        }
        else
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        }

        Assert.Empty(SshProcesses.To(port));
        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fetch_ServerHangsInThePack_EndsWithTheProcess(bool byDeadline)
    {
        using var world = new GitWorld(_time);
        await MakeFifosAsync();
        using var server = SshServer.Start(new SshServerOptions
        {
            ForcedCommand = $"sh -c \"$SSH_ORIGINAL_COMMAND\" | (dd bs=1 count=3000 status=none; echo here > '{_directory["up"]}'; cat '{_directory["down"]}')",
        });
        server.CreateRepository("a.git").Commit("main", new TestFile("config.json", System.Security.Cryptography.RandomNumberGenerator.GetBytes(100_000)));
        using var stop = new CancellationTokenSource();
        var fetching = world.Client.FetchAsync(
            GitWorld.Address(server.UrlOf("a.git")), GitReference.Of(GitWorld.Branch("main")), ["config.json"], new RemoteAccess { Credentials = SharedSshServer.KeyOf(server) }, GitWorld.Deadline, stop.Token);
        await Task.Run(() => File.ReadAllText(_directory["up"]), GitWorld.Cancellation);
        Assert.Single(SshProcesses.To(server.Port));

        // The key went as soon as the server had let us in.
        Assert.Empty(Directory.GetFiles(world.Scratch, "identity", SearchOption.AllDirectories));
        if (byDeadline)
        {
            _time.Advance(GitWorld.Deadline);
            Assert.Equal(GitFailure.TimedOut, (await Assert.ThrowsAsync<GitException>(() => fetching)).Reason);
        }
        else
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        }

        Assert.Empty(SshProcesses.To(server.Port));
        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    [Fact]
    public async Task Publish_HookHangs_TheDeadlineEndsItAndSaysWhatIsUnknown()
    {
        using var world = new GitWorld(_time);
        await MakeFifosAsync();
        var (repository, url, key) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", $"echo here > '{_directory["up"]}'; cat '{_directory["down"]}'");

        using var snapshot = await world.FetchAsync(url, "main", key);
        var publishing = snapshot.PublishAsync(GitWorld.Content("config.json", "y"), GitWorld.Deadline, static () => { }, GitWorld.Cancellation);
        await Task.Run(() => File.ReadAllText(_directory["up"]), GitWorld.Cancellation);
        _time.Advance(GitWorld.Deadline);

        var exception = await Assert.ThrowsAsync<GitException>(() => publishing);
        Assert.Equal(GitFailure.TimedOut, exception.Reason);
        Assert.EndsWith("whether it arrived is unknown.", exception.Message, StringComparison.Ordinal);

        // The hook of this one repository waits for whoever ends it.
        await using var release = new FileStream(_directory["down"], FileMode.Open, FileAccess.ReadWrite);
    }

    private async Task MakeFifosAsync()
    {
        using var fifo = System.Diagnostics.Process.Start("mkfifo", [_directory["up"], _directory["down"]]);
        await fifo.WaitForExitAsync(GitWorld.Cancellation);
    }

    private static void AssertOnlyForTheOwner(GitWorld world)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var directory = Assert.Single(Directory.GetDirectories(world.Scratch));
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        var modes = Directory.GetFiles(directory).Where(static file => Path.GetFileName(file) != "in-use").ToDictionary(file => Path.GetFileName(file), file => new FileInfo(file).UnixFileMode);
        Assert.Equal(["askpass", "identity", "known_hosts", "passphrase"], modes.Keys.Order(StringComparer.Ordinal));
        Assert.All(modes, static file => Assert.Equal(file.Key == "askpass" ? ReadWrite | UnixFileMode.UserExecute : ReadWrite, file.Value));
    }
}
