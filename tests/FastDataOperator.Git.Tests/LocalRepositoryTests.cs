using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Repositories on this machine, served by the git program.</summary>
public sealed class LocalRepositoryTests : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_BareRepository_ByPathAndByFileUrl()
    {
        var repository = TestRepository.CreateBare(_world["a b.git"]);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        using var byPath = await _world.FetchAsync(repository.Path);
        using var byUrl = await _world.FetchAsync(new Uri(repository.Path).AbsoluteUri, "main");

        Assert.Equal(tip, byPath.CommitId?.Value);
        Assert.Equal(tip, byUrl.CommitId?.Value);
        Assert.Equal("x", GitWorld.Text(byUrl.ReadFile("config.json")));
    }

    [Fact]
    public async Task Fetch_ACommitThatWouldFillTheMemory_IsRefused()
    {
        var repository = TestRepository.CreateBare(_world["a.git"]);
        repository.Commit("main", new TestFile("config.json", "x"));
        var tree = repository.Git("rev-parse", "main^{tree}");
        var message = new string('x', 17 << 20);
        var commit = System.Text.Encoding.ASCII.GetBytes($"tree {tree}\nauthor A <a@example.com> 1767319445 +0000\ncommitter A <a@example.com> 1767319445 +0000\n\n{message}\n");
        var id = GitCommand.Run(repository.Path, commit, "hash-object", "-t", "commit", "-w", "--stdin");
        repository.Git("update-ref", "refs/heads/main", id);

        var exception = await Assert.ThrowsAsync<GitException>(() => _world.FetchAsync(repository.Path));

        Assert.Contains($"object {id} has more than", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_WorkTree_AtItsRootOrItsGitDirectory()
    {
        var repository = TestRepository.CreateWithWorkTree(_world["work"]);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        using var byRoot = await _world.FetchAsync(repository.Path);
        using var byGitDirectory = await _world.FetchAsync(Path.Combine(repository.Path, ".git"));

        Assert.Equal(tip, byRoot.CommitId?.Value);
        Assert.Equal(tip, byGitDirectory.CommitId?.Value);
        Assert.Equal("work", byGitDirectory.Address.ProjectName);
    }

    [Fact]
    public async Task Fetch_DetachedHead_TakesTheBranchThatStandsThere()
    {
        var repository = TestRepository.CreateWithWorkTree(_world["work"]);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.Git("checkout", "-q", "--detach", tip);

        using var snapshot = await _world.FetchAsync(repository.Path);

        Assert.Equal("main", snapshot.Branch.Value);
    }

    [Fact]
    public async Task Publish_BareRepository_RunsItsHooks()
    {
        var repository = TestRepository.CreateBare(_world["a.git"]);
        repository.Commit("main", new TestFile("config.json", "x"));
        // It speaks long enough for a client that leaves early to break it.
        repository.SetHook("post-receive", "cat > first; yes thanks | head -c 200000 >&2 && mv first received");

        using var snapshot = await _world.FetchAsync(repository.Path);
        var result = Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal($"{snapshot.CommitId} {result.Id} refs/heads/main\n", await File.ReadAllTextAsync(repository.Path + "/received", GitWorld.Cancellation));
        repository.Check();
    }

    [Fact]
    public async Task Publish_CheckedOutBranch_IsRejectedInGitsWords()
    {
        var repository = TestRepository.CreateWithWorkTree(_world["work"]);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));

        using var snapshot = await _world.FetchAsync(repository.Path);
        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Contains("refusing to update checked out branch", result.ServerWords, StringComparison.Ordinal);
        Assert.Contains("branch is currently checked out", result.ServerWords, StringComparison.Ordinal);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_HookRefuses_ItsWordsAreTheResult()
    {
        var repository = TestRepository.CreateBare(_world["a.git"]);
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", "echo 'only on Tuesdays' >&2; exit 1");

        using var snapshot = await _world.FetchAsync(repository.Path);
        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal("only on Tuesdays\npre-receive hook declined", result.ServerWords);
    }

    [Fact]
    public async Task Publish_HookHangs_CancellingEndsIt()
    {
        var repository = TestRepository.CreateBare(_world["a.git"]);
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        using var fifo = new System.Diagnostics.Process { StartInfo = new("mkfifo", [_world["up"], _world["down"]]) };
        fifo.Start();
        await fifo.WaitForExitAsync(GitWorld.Cancellation);
        repository.SetHook("pre-receive", $"echo here > '{_world["up"]}'; cat '{_world["down"]}'");
        using var stop = new CancellationTokenSource();

        using var snapshot = await _world.FetchAsync(repository.Path);
        var publishing = snapshot.PublishAsync(GitWorld.Content("config.json", "y"), GitWorld.Deadline, static () => { }, stop.Token);
        await Task.Run(() => File.ReadAllText(_world["up"]), GitWorld.Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_HookHangs_TheDeadlineEndsItAndSaysWhatIsUnknown()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var world = new GitWorld(time);
        var repository = TestRepository.CreateBare(_world["a.git"]);
        repository.Commit("main", new TestFile("config.json", "x"));
        using var fifo = new System.Diagnostics.Process { StartInfo = new("mkfifo", [_world["up"], _world["down"]]) };
        fifo.Start();
        await fifo.WaitForExitAsync(GitWorld.Cancellation);
        repository.SetHook("pre-receive", $"echo here > '{_world["up"]}'; cat '{_world["down"]}'");

        using var snapshot = await world.FetchAsync(repository.Path);
        var publishing = snapshot.PublishAsync(GitWorld.Content("config.json", "y"), GitWorld.Deadline, static () => { }, GitWorld.Cancellation);
        await Task.Run(() => File.ReadAllText(_world["up"]), GitWorld.Cancellation);
        time.Advance(GitWorld.Deadline);

        var exception = await Assert.ThrowsAsync<GitException>(() => publishing);
        Assert.Equal(GitFailure.TimedOut, exception.Reason);
        Assert.EndsWith("whether it arrived is unknown.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_IntoAnEmptyRepository_MakesTheRootCommit()
    {
        var repository = TestRepository.CreateBare(_world["a.git"], "trunk");

        using var snapshot = await _world.FetchAsync(repository.Path);
        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "a/config.json", "x"));

        Assert.Equal("x", repository.ReadFile("trunk", "a/config.json"));
        repository.Check();
    }

    [Fact]
    public async Task Fetch_NoRepository_SaysWhatIsThere()
    {
        Directory.CreateDirectory(_world["plain"]);
        await File.WriteAllTextAsync(_world["file"], "x", GitWorld.Cancellation);

        var plain = await _world.FailAsync(_world["plain"]);
        var file = await _world.FailAsync(_world["file"]);
        var nothing = await _world.FailAsync(_world["nothing"]);

        Assert.Equal(GitFailure.NotARepository, plain.Reason);
        Assert.Equal(GitFailure.NotARepository, file.Reason);
        Assert.Equal(GitFailure.RepositoryNotFound, nothing.Reason);
        Assert.Contains(_world["nothing"], nothing.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }
}
