using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.Scenarios;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>An import between repositories behind a real ssh server, by the real executable, with a key in a Secret among the manifests.</summary>
public sealed class ImportOverSshTests : IDisposable
{
    private const string Passphrase = TestSecrets.Canary + " h0rse";

    private readonly SshServer _server = SshServer.Start();
    private readonly TemporaryDirectory _directory = new();
    private readonly SshKeyPair _key = SshKeyPair.Create(passphrase: Passphrase);
    private readonly TestRepository _destination;
    private readonly string _before;

    public ImportOverSshTests()
    {
        var folder = new ScenarioFolder("add-into-sorted-maps");
        _server.Authorize(_key);
        _server.CreateRepository("source.git").Commit("main", folder.Files("source"));
        _destination = _server.CreateRepository("destination.git");
        _before = _destination.Commit("main", folder.Files("before"));
        File.WriteAllText(_directory["import.yaml"], File.ReadAllText(folder["import.yaml"])
            .Replace("      url: ./source.git\n", $"      url: {_server.UrlOf("source.git")}\n      secretRef: {{ name: git }}\n", StringComparison.Ordinal)
            .Replace("{ url: ./destination.git }", $"{{ url: {_server.UrlOf("destination.git")}, secretRef: {{ name: git }} }}", StringComparison.Ordinal));
        WriteSecret(_server.KnownHosts);
    }

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Import_GivenAKeyInASecret_PushesOneCommitAndThenNone()
    {
        Assert.Equal(2, (await RunAsync("plan")).ExitCode);
        Assert.Equal(_before, _destination.Tip("main"));

        var run = await RunAsync("import");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Pushed commit {_destination.Tip("main")} to main.", run.Output, StringComparison.Ordinal);
        Assert.Equal(_before, _destination.Git("rev-parse", "main^"));
        Assert.Equal(["fastdata-config.json"], _destination.ChangedPaths("main"));
        Assert.Contains(_server.UrlOf("source.git"), _destination.ReadFile("main", "fastdata-config.json"), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
        _destination.Check();
    }

    [Fact]
    public async Task Import_GivenAnotherHostKey_SaysWhatToDoAndSendsNothing()
    {
        _server.ReplaceHostKey();

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("showed another host key (SHA256:", run.Error, StringComparison.Ordinal);
        Assert.Contains($"ssh-keyscan -p {_server.Port} 127.0.0.1", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", _server.Log[_server.Log.LastIndexOf("Server listening", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(_before, _destination.Tip("main"));
    }

    [Fact]
    public async Task Import_GivenARunThatWasKilledWhileItConnected_RemovesTheKeyThatItLeft()
    {
        var scratch = Directory.CreateDirectory(_directory["tmp"]).FullName;
        string[] arguments = ["TMPDIR=" + scratch, ProgramRun.FastData, "import", "-f", "import.yaml", "-f", "secret.yaml"];
        var manifest = await File.ReadAllTextAsync(_directory["import.yaml"], TestContext.Current.CancellationToken);
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            await File.WriteAllTextAsync(
                _directory["import.yaml"],
                manifest.Replace(string.Create(CultureInfo.InvariantCulture, $":{_server.Port}/"), string.Create(CultureInfo.InvariantCulture, $":{((IPEndPoint)listener.LocalEndpoint).Port}/"), StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
            using var killed = ProgramRun.Start("/usr/bin/env", _directory.Path, arguments);
            using var connected = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEmpty(Directory.GetFiles(scratch, "identity", SearchOption.AllDirectories));
        }

        await File.WriteAllTextAsync(_directory["import.yaml"], manifest, TestContext.Current.CancellationToken);
        var run = Checked(await ProgramRun.RunAsync("/usr/bin/env", _directory.Path, arguments));

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Directory.GetDirectories(scratch, "fastdata-git-*"));
    }

    [Fact]
    public async Task Import_GivenNoKnownHosts_DoesNotConnect()
    {
        WriteSecret(null);

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it has identity and no known_hosts", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("key: ", _server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithoutTheSshProgram_SaysWhatIsMissing()
    {
        var run = Checked(await ProgramRun.RunAsync(
            "/usr/bin/env", _directory.Path, [$"PATH={_directory.Path}", ProgramRun.FastData, "import", "-f", "import.yaml", "-f", "secret.yaml"]));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is reached with the ssh program, which was not found", run.Error, StringComparison.Ordinal);
    }

    private async Task<ProgramRun> RunAsync(string verb) => Checked(await ProgramRun.RunAsync(ProgramRun.FastData, _directory.Path, [verb, "-f", "import.yaml", "-f", "secret.yaml"]));

    private ProgramRun Checked(ProgramRun run)
    {
        var all = run.Output + run.Error;
        Assert.All(
            _key.PrivateKey.Split('\n', StringSplitOptions.RemoveEmptyEntries).Append(Passphrase),
            secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', all);
        Assert.DoesNotContain("   at FastDataOperator", all, StringComparison.Ordinal);
        return run;
    }

    private void WriteSecret(string? knownHosts)
    {
        static string Block(string text) => "|\n    " + text.Trim().Replace("\n", "\n    ", StringComparison.Ordinal);
        File.WriteAllText(_directory["secret.yaml"], $"""
            apiVersion: v1
            kind: Secret
            metadata:
              name: git
              namespace: reading-room
            stringData:
              identity: {Block(_key.PrivateKey)}
              identity.pub: {_key.PublicKey}
              password: {Passphrase}

            """ + (knownHosts is null ? "" : $"  known_hosts: {Block(knownHosts)}\n"));
    }
}
