using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

public sealed class FetchTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_NamedBranch_BringsItsTip()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "first"));
        var tip = repository.Commit("main", new TestFile("config.json", "second"), new TestFile("docs/a.md", "a"));
        repository.Commit("other", new TestFile("config.json", "third"));

        using var snapshot = await _world.FetchAsync(url, "main");

        Assert.Equal(tip, snapshot.CommitId?.Value);
        Assert.Equal("main", snapshot.Branch.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767319445), snapshot.CommitTime);
        Assert.Equal(["config.json", "docs"], snapshot.RootEntries);
        Assert.Equal("second", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal("a", GitWorld.Text(snapshot.ReadFile("docs/a.md")));
        Assert.IsType<SnapshotFile.Missing>(snapshot.ReadFile("docs/b.md"));
        Assert.IsType<SnapshotFile.Missing>(snapshot.ReadFile("nowhere/b.md"));
    }

    [Fact]
    public async Task Fetch_NoBranchAsked_TakesTheRemotesDefault()
    {
        var (repository, url) = web.Create(defaultBranch: "trunk");
        repository.Commit("main", new TestFile("config.json", "main"));
        repository.Commit("trunk", new TestFile("config.json", "trunk"));

        using var snapshot = await _world.FetchAsync(url);

        Assert.Equal("trunk", snapshot.Branch.Value);
        Assert.Equal("trunk", GitWorld.Text(snapshot.ReadFile("config.json")));
    }

    [Fact]
    public async Task Fetch_BranchWithSlashesAndOtherLetters_BringsItsTip()
    {
        var (repository, url) = web.Create();
        repository.Commit("feature/prüfung-1", new TestFile("config.json", "x"));

        using var snapshot = await _world.FetchAsync(url, "feature/prüfung-1");

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
    }

    [Fact]
    public async Task Fetch_MissingBranch_ListsThoseThatThereAre()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.Commit("develop", new TestFile("config.json", "x"));

        var result = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(url, "devel"));

        Assert.Equal("devel", result.Branch);
        Assert.Equal(["develop", "main"], result.Branches);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    [Theory]
    [InlineData(null, "trunk")]
    [InlineData("wanted", "wanted")]
    public async Task Fetch_EmptyRepository_HasNoCommit(string? asked, string expected)
    {
        var (_, url) = web.Create(defaultBranch: "trunk");

        using var snapshot = await _world.FetchAsync(url, asked);

        Assert.Null(snapshot.CommitId);
        Assert.Null(snapshot.CommitTime);
        Assert.Equal(expected, snapshot.Branch.Value);
        Assert.Empty(snapshot.RootEntries);
        Assert.IsType<SnapshotFile.Missing>(snapshot.ReadFile("config.json"));
    }

    [Fact]
    public async Task Fetch_OnlyATag_IsAMissingBranchNotAnEmptyRepository()
    {
        var (repository, url) = web.Create();
        var commit = repository.Commit("main", new TestFile("config.json", "x"));
        repository.Git("tag", "v1", commit);
        repository.Git("update-ref", "-d", "refs/heads/main");

        var result = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(url, "main"));

        Assert.Empty(result.Branches);
    }

    [Fact]
    public async Task Fetch_HeadNamesNoBranchThatIsThere_SaysSo()
    {
        var (repository, url) = web.Create(defaultBranch: "gone");
        repository.Commit("main", new TestFile("config.json", "x"));

        var result = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(url));

        Assert.Equal("HEAD", result.Branch);
        Assert.Equal(["main"], result.Branches);
    }

    [Fact]
    public async Task Fetch_TenThousandBranches_TransfersTheWantedOneOnly()
    {
        var (repository, url) = web.Create();
        var commit = repository.Commit("main", new TestFile("config.json", "x"));
        repository.CreateBranches("b", 10_000, commit);
        using var proxy = FaultyProxy.Counting(web.Server.Port);
        var through = new UriBuilder(url) { Port = proxy.Port }.Uri.AbsoluteUri;

        using var snapshot = await _world.FetchAsync(through, "b000042");

        Assert.Equal(commit, snapshot.CommitId?.Value);
        Assert.InRange(proxy.Received, 1, 4096);
    }

    [Fact]
    public async Task Fetch_TenThousandBranchesAndNotTheOneAsked_ListsAThousand()
    {
        var (repository, url) = web.Create();
        repository.CreateBranches("b", 10_000, repository.Commit("main", new TestFile("config.json", "x")));

        var result = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(url, "b"));

        Assert.Equal(TipResult.MaxBranches, result.Branches.Count);
    }

    [Fact]
    public async Task Look_Branch_IsItsTipInOneRequest()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        var address = GitWorld.Address(url);

        var asked = await _world.Client.LookAsync(address, GitReference.Of(GitWorld.Branch("main")), RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation);
        var byDefault = await _world.Client.LookAsync(address, GitReference.Default, RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation);

        Assert.Equal(tip, Assert.IsType<TipResult.Tip>(asked).Id.Value);
        Assert.Equal(asked, byDefault);
    }

    [Fact]
    public async Task Fetch_Snapshot_LiesInAPrivateDirectoryThatGoesWithIt()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));

        var snapshot = await _world.FetchAsync(url);
        var directory = Assert.Single(Directory.GetDirectories(_world.Scratch));
        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(directory);
        var memory = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("config.json")).Content;
        snapshot.Dispose();
        snapshot.Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => snapshot.ReadFile("config.json"));
    }

    [Fact]
    public async Task Fetch_ScratchThatIsNotThere_IsNamedAsTheReason()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var client = new GitClient(TimeProvider.System, "/proc/nowhere", new GitLimits(), RemotePolicy.Unrestricted, _world.Meter);

        var exception = await Assert.ThrowsAsync<GitException>(
            () => client.FetchAsync(GitWorld.Address(url), GitReference.Default, [], RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation));

        Assert.Equal(GitFailure.ScratchUnusable, exception.Reason);
    }

    [Fact]
    public async Task Fetch_MoreThanTheLimit_IsRefusedAndLeavesNothing()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", Convert.ToHexString(Noise(200_000))));
        using var world = new GitWorld(limits: new GitLimits { MaxFetchBytes = 50_000 });

        var exception = await world.FailAsync(url);

        Assert.Equal(GitFailure.TooLarge, exception.Reason);
        Assert.False(exception.IsTransient);
        Assert.Contains("50000", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    [Fact]
    public async Task Fetch_Sha256Repository_IsRefusedInClearWords()
    {
        var (_, url) = web.Create();
        var name = new Uri(url).AbsolutePath[1..];
        Directory.Delete(Path.Combine(web.Server.RepositoryRoot, name), recursive: true);
        Directory.CreateDirectory(Path.Combine(web.Server.RepositoryRoot, name));
        var directory = Path.Combine(web.Server.RepositoryRoot, name);
        GitCommand.Run(directory, "init", "-q", "--bare", "-b", "main", "--object-format=sha256");
        GitCommand.Run(directory, "update-ref", "refs/heads/main", GitCommand.Run(directory, "commit-tree", "-m", "x", GitCommand.Run(directory, "mktree")));

        var exception = await _world.FailAsync(url);

        Assert.Equal(GitFailure.ProtocolError, exception.Reason);
        Assert.Contains("SHA-1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ManyAtOnce_AllArrive()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        var snapshots = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _world.FetchAsync(url)));

        Assert.All(snapshots, snapshot => Assert.Equal(tip, snapshot.CommitId?.Value));
        Array.ForEach(snapshots, static snapshot => snapshot.Dispose());
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    internal static byte[] Noise(int length)
    {
        var noise = new byte[length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(noise);
        return noise;
    }
}
