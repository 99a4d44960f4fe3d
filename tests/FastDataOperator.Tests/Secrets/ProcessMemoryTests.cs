using System.Net;
using System.Net.Sockets;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Tests.Cli;

namespace FastDataOperator.Tests.Secrets;

/// <summary>What a process holds in memory stays there: no core, and no look from beside. Linux only.</summary>
public sealed class ProcessMemoryTests : IDisposable
{
    /// <summary>Runs a program until a line comes in, then does to it what would show its memory. What another program does not survive comes first, to see that the machine would do it.</summary>
    private const string Script = """
        ulimit -c unlimited 2>/dev/null
        "$1" --version >/dev/null 2>&1 || { echo "it cannot be run"; exit; }
        look() { head -c 1 /proc/$1/environ >/dev/null 2>&1 && echo "$2: read" || echo "$2: not to be read"; }
        end() { kill -s XCPU $1; wait $1; echo "$2: $?"; }
        sleep 1000 & other=$!
        look $other other
        end $other other
        "$@" & own=$!
        read line
        look $own own
        sed -n 's/^Max core file size  */own limit: /p' /proc/$own/limits
        end $own own
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task FastData_DyingOfASignalWithCredentialsInMemory_LeavesNoCore()
    {
        var said = await RunAsync([]);

        Assert.SkipUnless(said.Contains("core dumped", StringComparison.Ordinal), "this machine writes no cores: " + said);
        Assert.Equal(1, said.Split("core dumped").Length - 1);
        Assert.Contains("other: 152", said, StringComparison.Ordinal);
        Assert.Contains("own: 152", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FastData_BesideAnotherProcessOfItsUser_IsNotReadByIt()
    {
        const string User = "65534";
        Assert.SkipWhen(Environment.UserName == "root" && !File.Exists("/usr/bin/setpriv"), "the superuser reads everything, and setpriv (util-linux) is not there");
        var said = await RunAsync(Environment.UserName == "root" ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups", "--bounding-set", "-all"] : []);

        Assert.SkipUnless(said.Contains("own: 152", StringComparison.Ordinal), "an ordinary user cannot run what was built here: " + said);
        Assert.Contains("other: read", said, StringComparison.Ordinal);
        Assert.Contains("own: not to be read", said, StringComparison.Ordinal);
    }

    /// <summary>What it starts inherits this, and not the rest.</summary>
    [Fact]
    public async Task FastData_HasNoRoomForACore_NorHasWhatItStarts() => Assert.Matches("own limit: 0 +0 ", await RunAsync([]));

    /// <summary>What the script and the shell said.</summary>
    private async Task<string> RunAsync(string[] before)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _server.Start();
        var url = $"http://robot:{TestSecrets.Canary}@127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/a.git";
        using var shell = FastDataProcess.StartProgram([.. before, "bash", "-c", Script, "bash", Path.Combine(AppContext.BaseDirectory, "fastdata"), "references", "--repository", url], _directory.Path);
        var output = shell.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = shell.StandardError.ReadToEndAsync(cancellationToken);

        // It has read the address with the credentials when it connects, or it cannot be run at all.
        var accepted = _server.AcceptTcpClientAsync(cancellationToken).AsTask();
        await Task.WhenAny(accepted, output);
        await shell.StandardInput.WriteLineAsync();
        await shell.StandardInput.FlushAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        var said = await output + await error;
        if (accepted.IsCompletedSuccessfully)
        {
            (await accepted).Dispose();
        }

        return said;
    }
}
