using System.Diagnostics;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Servers that print what nobody asked for, known hosts in their rarer forms, and what many operations leave behind.</summary>
public sealed class SshHostileTests(SharedSshServer shared) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_FloodOfControlCharactersOnTheErrorOutput_IsBoundedAndCleaned()
    {
        using var server = SshServer.Start(new SshServerOptions { ForcedCommand = "yes \"$(printf '\\033[2J\\007evil')\" | head -c 20000000 >&2; exit 1" });

        var exception = await _world.FailAsync(server.UrlOf("a.git"), SharedSshServer.KeyOf(server));

        Assert.Equal(GitFailure.ServerError, exception.Reason);
        Assert.InRange(exception.Message.Length, 100, 2000);
        Assert.Contains("evil", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }

    [Theory]
    [InlineData("@cert-authority {0}\n")]
    [InlineData("[127.0.0.1]:1 {1}\n")]
    [InlineData("127.0.0.1 {1}\n")]
    [InlineData("!{0}\n")]
    public async Task Fetch_KnownHostsThatDoNotVouchForThisKey_IsRefused(string form)
    {
        var (_, url, _) = shared.Create();
        var known = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, shared.Server.KnownHosts, shared.Server.HostKey);

        var exception = await _world.FailAsync(url, new GitCredentials.SshKey(shared.Server.UserKey.PrivateKey, null, known));

        Assert.True(exception.Reason == GitFailure.InsecureConnection, exception.Message);
    }

    [Fact]
    public async Task Fetch_HashedKnownHostsWithWindowsLineEnds_IsLetIn()
    {
        var (repository, url, _) = shared.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var file = _world["hashed"];
        await File.WriteAllTextAsync(file, shared.Server.KnownHosts + "\n", GitWorld.Cancellation);
        using (var hash = Process.Start(new ProcessStartInfo("ssh-keygen", ["-H", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            await hash.WaitForExitAsync(GitWorld.Cancellation);
        }

        var hashed = await File.ReadAllTextAsync(file, GitWorld.Cancellation);
        Assert.StartsWith("|1|", hashed, StringComparison.Ordinal);

        using var snapshot = await _world.FetchAsync(url, "main", new GitCredentials.SshKey(shared.Server.UserKey.PrivateKey, null, hashed.Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
    }
}
