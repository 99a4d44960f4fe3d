using System.Diagnostics;
using FastDataOperator.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>What processes that were killed left behind.</summary>
public sealed class ScratchTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan s_old = TimeSpan.FromDays(3);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly GitWorld _world;

    public ScratchTests() => _world = new GitWorld(_time);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void SweepScratch_OwnRoot_LosesAllScratchAndNothingElse()
    {
        Leave($"fastdata-git-{Environment.ProcessId}-a");
        Leave("fastdata-git-999999999-b");
        Leave("something-else");

        _world.Client.SweepScratch();

        Assert.Equal(["something-else"], Left());
    }

    [Fact]
    public void SweepScratch_KeyOfAProcessThatWasKilledWhileSshConnected_IsGone()
    {
#pragma warning disable CA2000 // left behind, as by a process that was killed
        var files = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", "the passphrase", "host key"));
#pragma warning restore CA2000
        Assert.True(File.Exists(Path.Combine(files.Directory, "identity")));

        _world.Client.SweepScratch();

        Assert.Empty(Left());
    }

    [Fact]
    public async Task SweepScratch_Afterwards_LeavesWhatIsInUse()
    {
        TestRepository.CreateBare(_world["a.git"]).Commit("main", new TestFile("config.json", "x"));
        Leave("fastdata-git-1-a");
        _world.Client.SweepScratch();

        using var snapshot = await _world.FetchAsync(_world["a.git"]);

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
    }

    [Fact]
    public void SweepScratch_RootThatIsNotThere_IsNothingToSweep()
    {
        using var client = new GitClient(_time, _world["nowhere"], new GitLimits(), RemotePolicy.Unrestricted, _world.Meter);

        client.SweepScratch();
        client.SweepAbandonedScratch();

        Assert.False(Directory.Exists(_world["nowhere"]));
    }

    [Fact]
    public void SweepAbandonedScratch_KeyOfAProcessThatWasKilled_IsGoneAtOnceAndThatOfALivingOneIsNot()
    {
        using var files = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", "the passphrase", "host key"));
        var left = LeaveAsKilled(files.Directory);
        Assert.True(File.Exists(Path.Combine(left, "identity")));

        _world.Client.SweepAbandonedScratch();

        Assert.Equal([Path.GetFileName(files.Directory)], Left());
        Assert.True(File.Exists(Path.Combine(files.Directory, "identity")));
        _time.Advance(s_old);
        _world.Client.SweepAbandonedScratch();
        Assert.Single(Left());
    }

    [Fact]
    public void SweepAbandonedScratch_OfAnotherMachine_IsGoneOnceItIsOld()
    {
        using var files = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", null, "host key"));
        File.WriteAllText(Path.Combine(LeaveAsKilled(files.Directory), "in-use"), "another");

        _world.Client.SweepAbandonedScratch();
        Assert.Equal(2, Left().Count());
        _time.Advance(s_old);
        _world.Client.SweepAbandonedScratch();

        Assert.Single(Left());
    }

    [Fact]
    public void SweepAbandonedScratch_LockThatWasNotTakenYet_IsLeftUntilItIsOld()
    {
        Leave("fastdata-git-1-none");
        Leave("fastdata-git-1-empty");
        File.WriteAllText(Path.Combine(_world.Scratch, "fastdata-git-1-empty", "in-use"), "");

        _world.Client.SweepAbandonedScratch();
        Assert.Equal(2, Left().Count());
        _time.Advance(s_old);
        _world.Client.SweepAbandonedScratch();

        Assert.Empty(Left());
    }

    [Fact]
    public void SweepAbandonedScratch_LinkOrDirectoryThatOthersCouldWrite_IsLeft()
    {
        using var files = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", null, "host key"));
        var elsewhere = LeaveAsKilled(files.Directory, _world["elsewhere"]);
        Run("chmod", "770", LeaveAsKilled(files.Directory));
        Directory.CreateSymbolicLink(Path.Combine(_world.Scratch, "fastdata-git-1-link"), elsewhere);
        _time.Advance(s_old);

        _world.Client.SweepAbandonedScratch();

        Assert.Equal(3, Left().Count());
        Assert.True(File.Exists(Path.Combine(elsewhere, "identity")));
    }

    [Fact]
    public void SweepAbandonedScratch_DirectoryOfAnotherUser_IsLeft()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only a superuser can give a directory away.");
        using var files = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", null, "host key"));
        Run("chown", "-R", "65534", LeaveAsKilled(files.Directory));
        _time.Advance(s_old);

        _world.Client.SweepAbandonedScratch();

        Assert.Equal(2, Left().Count());
    }

    /// <summary>A directory as it is found when its process is gone: the same, and nobody holds the lock.</summary>
    private string LeaveAsKilled(string used, string? place = null)
    {
        var left = place ?? Path.Combine(_world.Scratch, "fastdata-git-1-killed");
        Make(left);
        foreach (var file in Directory.GetFiles(used).Where(static file => Path.GetFileName(file) != "in-use"))
        {
            File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
        }

        Run("cp", Path.Combine(used, "in-use"), left);
        return left;
    }

    private void Leave(string name)
    {
        Make(Path.Combine(_world.Scratch, name));
        Directory.CreateDirectory(Path.Combine(_world.Scratch, name, "objects"));
        File.WriteAllText(Path.Combine(_world.Scratch, name, "objects", "pack"), "x");
    }

    private static void Make(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, Mine);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private IEnumerable<string?> Left() => Directory.GetDirectories(_world.Scratch).Select(Path.GetFileName);
}
