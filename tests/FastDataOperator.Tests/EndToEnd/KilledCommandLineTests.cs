using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FastDataOperator.Testing;
using FastDataOperator.Tests.Cli;
using FastDataOperator.Tests.Scenarios;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>What a command line leaves that dies of SIGKILL while ssh has its key, and who takes it away. As an ordinary user: a superuser sweeps nothing.</summary>
public sealed class KilledCommandLineTests : IDisposable
{
    private const string User = "65534";
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _running = [];
    private readonly List<TcpClient> _connections = [];

    public KilledCommandLineTests()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv"), "for a superuser it takes setpriv (util-linux) to be an ordinary user");
        _silent.Start();
        var address = $"ssh://git@127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}/a.git";
        File.WriteAllText(_directory["import.yaml"], File.ReadAllText(new ScenarioFolder("add-into-sorted-maps")["import.yaml"])
            .Replace("      url: ./source.git\n", $"      url: {address}\n      secretRef: {{ name: git }}\n", StringComparison.Ordinal));
        File.WriteAllText(_directory["destination.json"], "{}");
        File.WriteAllText(_directory["secret.yaml"], $$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: git, namespace: reading-room }
            stringData:
              identity: |
                {{SshKeyPair.Create().PrivateKey.Trim().Replace("\n", "\n    ", StringComparison.Ordinal)}}
              known_hosts: "127.0.0.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0a3ggyMYC4lQ2ZfOnYYsmS7i9BgnGaY7Hm0jX0rjGi"
            """);
        foreach (var path in (string[])[_directory.Path, Directory.CreateDirectory(_directory["tmp"]).FullName])
        {
            Permit(path);
        }
    }

    public void Dispose()
    {
        foreach (var process in _running)
        {
            Kill(process);
            process.Dispose();
        }

        _connections.ForEach(static connection => connection.Dispose());
        _silent.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Plan_AfterOneThatWasKilledWhileSshHadItsKey_TakesItsFilesAwayAndNoOthers()
    {
        var (killed, left) = await StartAsync();
        var (_, alive) = await StartAsync();

        Kill(killed);
        Assert.True(File.Exists(left));
        await StartAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(left)));
        Assert.True(File.Exists(alive));
    }

    /// <summary>One that is waiting for a server that says nothing, and its key's file.</summary>
    private async Task<(Process Process, string Identity)> StartAsync()
    {
        var others = Identities();
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups"] : [];
        string[] plan = ["plan", "-f", "import.yaml", "-f", "secret.yaml", "--destination-file", "destination.json"];
        var process = FastDataProcess.StartProgram([.. asUser, "env", $"TMPDIR={_directory["tmp"]}", ProgramRun.FastData, .. plan], _directory.Path);
        _running.Add(process);
        var cancellationToken = TestContext.Current.CancellationToken;
        var connection = _silent.AcceptTcpClientAsync(cancellationToken).AsTask();
        if (await Task.WhenAny(connection, process.WaitForExitAsync(cancellationToken)) != connection)
        {
            Assert.Fail("It ended: " + await process.StandardError.ReadToEndAsync(cancellationToken));
        }

        _connections.Add(await connection);
        return (process, Assert.Single(Identities().Except(others)));
    }

    private string[] Identities() => Directory.GetFiles(_directory["tmp"], "identity", SearchOption.AllDirectories);

    /// <summary>Everything to everybody.</summary>
    private static void Permit(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0x1ff);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
