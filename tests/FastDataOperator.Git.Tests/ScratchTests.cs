using FastDataOperator.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>What processes that were killed left behind.</summary>
public sealed class ScratchTests : IDisposable
{
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
    public void SweepAbandonedScratch_SharedRoot_LosesWhatNobodyHoldsAndWhatIsOld()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A superuser sweeps nothing in a directory that it shares; what an ordinary user's command line sweeps, a test of that shows.");
        using var inUse = Transport.SshKeyFiles.Write(_world.Scratch, new GitCredentials.SshKey("the key", null, "host key"));
        Leave("fastdata-git-left");
        File.WriteAllText(Path.Combine(_world.Scratch, "fastdata-git-left", "in-use"), "");
        Leave("fastdata-git-unmarked");
        Directory.CreateSymbolicLink(Path.Combine(_world.Scratch, "fastdata-git-link"), _world.Scratch);

        _world.Client.SweepAbandonedScratch();
        Assert.Equal([Path.GetFileName(inUse.Directory), "fastdata-git-link", "fastdata-git-unmarked"], Left().Order());
        _time.Advance(s_old);
        _world.Client.SweepAbandonedScratch();

        Assert.Equal([Path.GetFileName(inUse.Directory), "fastdata-git-link"], Left().Order());
    }

    [Fact]
    public void SweepAbandonedScratch_Superuser_LeavesAll()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only for a superuser.");
        Leave("fastdata-git-a");
        _time.Advance(s_old);

        _world.Client.SweepAbandonedScratch();

        Assert.Single(Left());
    }

    private void Leave(string name)
    {
        Directory.CreateDirectory(Path.Combine(_world.Scratch, name, "objects"));
        File.WriteAllText(Path.Combine(_world.Scratch, name, "objects", "pack"), "x");
    }

    private IEnumerable<string?> Left() => Directory.GetDirectories(_world.Scratch).Select(Path.GetFileName);
}
