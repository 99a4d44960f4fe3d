using System.Diagnostics.Metrics;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Imports;

/// <summary>One fetch for all that need it at the same time, and nothing kept after the last.</summary>
public sealed class SnapshotShareTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Meter _meter = new("test");
    private readonly GitClient _client;
    private readonly RepositoryAddress _address;
    private readonly ArmedTime _time = new();
    private readonly SnapshotShare _share = new();
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _fetches;

    public SnapshotShareTests()
    {
        TestRepository.CreateBare(_directory["source.git"]).Commit("main", new TestFile("a.json", "x"));
        Assert.True(RepositoryAddress.TryParse(_directory["source.git"], out var address, out _));
        _address = address;
        Directory.CreateDirectory(_directory["scratch"]);
        _client = new GitClient(TimeProvider.System, _directory["scratch"], new GitLimits(), RemotePolicy.Unrestricted, _meter);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _meter.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Get_WhileOneFetches_SharesItUntilTheLastLeaves()
    {
        var first = GetAsync();
        var second = GetAsync();
        _go.SetResult();
        var (one, two) = (await first, await second);
        var third = await GetAsync();

        Assert.Equal(1, _fetches);
        Assert.Same(one.Snapshot, two.Snapshot);
        Assert.Same(one.Snapshot, third.Snapshot);
        one.Dispose();
        one.Dispose();
        two.Dispose();
        Assert.IsType<SnapshotFile.Found>(third.Snapshot.ReadFile("a.json"));
        third.Dispose();
        Assert.Throws<ObjectDisposedException>(() => third.Snapshot.ReadFile("a.json"));
        Assert.Empty(Directory.GetDirectories(_directory["scratch"]));
    }

    [Fact]
    public async Task Get_AfterTheLastLeft_FetchesAnew()
    {
        _go.SetResult();
        (await GetAsync()).Dispose();
        (await GetAsync()).Dispose();

        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task Get_OtherTipOrCredentials_FetchesForItself()
    {
        _go.SetResult();
        using var one = await GetAsync();
        using var moved = await GetAsync(Key with { Tip = "2" });
        using var other = await GetAsync(Key with { Access = new RemoteAccess { Credentials = new GitCredentials.Basic("ada", TestSecrets.Canary) } });
        using var same = await GetAsync(Key with { Access = new RemoteAccess() });

        Assert.Equal(3, _fetches);
        Assert.Same(one.Snapshot, same.Snapshot);
    }

    [Fact]
    public async Task Get_FetchThatFails_IsTriedAnewByWhoWaited()
    {
        var failing = _share.GetAsync(Key, async () =>
        {
            await _go.Task;
            throw new GitException(GitFailure.TimedOut, true, "too late");
        }, Deadline(), Cancellation);
        var second = GetAsync();
        var third = GetAsync();

        _go.SetResult();

        await Assert.ThrowsAsync<GitException>(() => failing);
        using var two = await second;
        using var three = await third;
        Assert.Same(two.Snapshot, three.Snapshot);
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Get_WaitingCallerCancels_LeavesTheFetchToTheOthers()
    {
        using var stop = new CancellationTokenSource();
        var first = GetAsync();
        var second = _share.GetAsync(Key, FetchAsync, Deadline(), stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _go.SetResult();

        using var one = await first;
        Assert.IsType<SnapshotFile.Found>(one.Snapshot.ReadFile("a.json"));
    }

    [Fact]
    public async Task Get_WaitingCallersTimePasses_FetchesAlone()
    {
        var first = GetAsync();
        var second = _share.GetAsync(Key, () => SnapshotAsync(), new Deadline(_time, TimeSpan.FromSeconds(7)), Cancellation);

        await _time.ExpireAsync(TimeSpan.FromSeconds(7), Cancellation);
        using var two = await second;
        _go.SetResult();
        using var one = await first;

        Assert.NotSame(one.Snapshot, two.Snapshot);
    }

    private SnapshotKey Key => new(_address, GitReference.Default, "1", "a.json", RemoteAccess.Anonymous);

    private Deadline Deadline() => new(_time, TimeSpan.FromMinutes(1));

    private Task<SnapshotLease> GetAsync(SnapshotKey? key = null) => _share.GetAsync(key ?? Key, FetchAsync, Deadline(), Cancellation);

    private async Task<RepositorySnapshot> SnapshotAsync() => Assert.IsType<FetchResult.Fetched>(
        await _client.FetchAsync(_address, GitReference.Default, ["a.json"], RemoteAccess.Anonymous, TimeSpan.FromMinutes(1), Cancellation)).Snapshot;

    private async Task<RepositorySnapshot> FetchAsync()
    {
        Interlocked.Increment(ref _fetches);
        await _go.Task;
        return await SnapshotAsync();
    }
}
