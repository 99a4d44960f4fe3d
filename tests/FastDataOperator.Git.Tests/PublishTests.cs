using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

public sealed class PublishTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Publish_CallerMayNoLongerWrite_SendsNothingAndPassesItsException()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);
        var over = new OperationCanceledException("another one leads");

        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() =>
            snapshot.PublishAsync(GitWorld.Content("config.json", "y"), GitWorld.Deadline, () => throw over, GitWorld.Cancellation));

        Assert.Same(over, thrown);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_ExistingFile_IsOneCommitThatChangesOnePath()
    {
        var (repository, url) = web.Create();
        var before = repository.Commit(
            "main", new TestFile("config.json", "first", "100755"), new TestFile("docs/a.md", "a"), new TestFile("link", "a", "120000"));
        using var snapshot = await _world.FetchAsync(url);

        var result = await snapshot.PublishAsync(GitWorld.Content("config.json", "se", "", "cond"), GitWorld.Deadline, static () => { }, GitWorld.Cancellation);

        Assert.Equal(repository.Tip("main"), Assert.IsType<PublishResult.Pushed>(result).Id.Value);
        Assert.Equal("second", repository.ReadFile("main", "config.json"));
        Assert.Equal(["config.json"], repository.ChangedPaths("main"));
        Assert.Equal(["100755 config.json", "100644 docs/a.md", "120000 link"], repository.Entries("main"));
        Assert.Equal(before, repository.Git("rev-parse", "main^"));
        Assert.Equal(
            "Fast Data <fastdata@example.com> 2026-03-04T05:06:07+01:00|Fast Data <fastdata@example.com> 2026-03-04T05:06:07+01:00|Import sv_customers\n\nFrom a source.",
            repository.Git("log", "-1", "--format=%an <%ae> %aI|%cn <%ce> %cI|%B", "main"));
        repository.Check();
    }

    [Fact]
    public async Task Publish_NewFileInNewDirectories_KeepsTheRest()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("a/x", "x"), new TestFile("z", "z"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "a/b/config.json", "new"));

        Assert.Equal(["100644 a/b/config.json", "100644 a/x", "100644 z"], repository.Entries("main"));
        Assert.Equal(["a/b/config.json"], repository.ChangedPaths("main"));
        repository.Check();
    }

    [Fact]
    public async Task Publish_SameContent_IsUnchanged()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "same"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Unchanged>(await GitWorld.PublishAsync(snapshot, "config.json", "same"));

        Assert.Equal(tip, repository.Tip("main"));
    }

    [Theory]
    [InlineData(null, "trunk")]
    [InlineData("wanted", "wanted")]
    public async Task Publish_EmptyRepository_MakesTheRootCommit(string? asked, string expected)
    {
        var (repository, url) = web.Create(defaultBranch: "trunk");
        using var snapshot = await _world.FetchAsync(url, asked);

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "x"));

        Assert.Equal("x", repository.ReadFile(expected, "config.json"));
        Assert.Equal("1", repository.Git("rev-list", "--count", expected));
        repository.Check();
    }

    [Fact]
    public async Task Publish_PiecesOfTheFileItself_StreamInALargePack()
    {
        var (repository, url) = web.Create();
        var text = Convert.ToHexString(FetchTests.Noise(4 << 20));
        repository.Commit("main", new TestFile("config.json", text));
        using var snapshot = await _world.FetchAsync(url);
        var file = Assert.IsType<SnapshotFile.Found>(snapshot.ReadFile("config.json")).Content;

        var content = GitWorld.Content("config.json") with { Pieces = [file[..1_000_000], "between"u8.ToArray(), file[1_000_000..]] };
        Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));

        Assert.Equal(text.Insert(1_000_000, "between"), repository.ReadFile("main", "config.json"));
        repository.Check();
    }

    [Fact]
    public async Task Publish_HookRefuses_ItsWordsAreTheResult()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", "printf 'only on \\033[31mTuesdays\\nask Ada\\n' >&2; exit 1");
        using var snapshot = await _world.FetchAsync(url);

        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal("only on [31mTuesdays\nask Ada\npre-receive hook declined", result.ServerWords);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_HookTalksWithoutEnd_WordsAreBounded()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.SetHook("pre-receive", "yes no | head -c 300000 >&2; exit 1");
        using var snapshot = await _world.FetchAsync(url);

        var result = Assert.IsType<PublishResult.Rejected>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.InRange(result.ServerWords.Length, 3000, 4096);
    }

    [Fact]
    public async Task Publish_SomebodyPushedInBetween_IsARace()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);
        var theirs = repository.Commit("main", new TestFile("config.json", "theirs"));

        var result = Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "ours"));

        Assert.Contains(theirs, result.What, StringComparison.Ordinal);
        Assert.Equal(theirs, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_SomebodyMadeTheBranchOfAnEmptyRepository_IsARace()
    {
        var (repository, url) = web.Create();
        using var snapshot = await _world.FetchAsync(url);
        var theirs = repository.Commit("main", new TestFile("config.json", "theirs"));

        Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "ours"));

        Assert.Equal(theirs, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_BranchRemovedInBetween_IsARace()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.Commit("other", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);
        repository.Git("update-ref", "-d", "refs/heads/main");

        Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "ours"));

        Assert.Null(repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_BranchMovesWhileThePushIsChecked_IsARace()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        var theirs = repository.Commit("theirs", new TestFile("config.json", "theirs"));
        repository.SetHook("pre-receive", $"unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main {theirs}");
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "ours"));

        Assert.Equal(theirs, repository.Tip("main"));
    }

    [Fact]
    public async Task Publish_RepositoryWithManyBranches_TouchesItsOwnOnly()
    {
        var (repository, url) = web.Create();
        repository.CreateBranches("b", 2000, repository.Commit("main", new TestFile("config.json", "x")));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal("y", repository.ReadFile("main", "config.json"));
        Assert.Equal("x", repository.ReadFile("b000000", "config.json"));
    }

    [Fact]
    public async Task Publish_AfterFetch_NeedsOneConnection()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var proxy = FaultyProxy.Counting(web.Server.Port);
        using var snapshot = await _world.FetchAsync(new UriBuilder(url) { Port = proxy.Port }.Uri.AbsoluteUri);

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal(1, proxy.Connections);
    }

    [Fact]
    public async Task Publish_ReadOnlyServer_IsAccessDenied()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        repository.Git("config", "http.receivepack", "false");
        using var snapshot = await _world.FetchAsync(url);

        var exception = await Assert.ThrowsAsync<GitException>(() => GitWorld.PublishAsync(snapshot, "config.json", "y"));

        Assert.Equal(GitFailure.AccessDenied, exception.Reason);
    }

    [Fact]
    public async Task Publish_Twice_SecondOneSeesTheFirst()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "x"));
        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));
        Assert.IsType<PublishResult.Raced>(await GitWorld.PublishAsync(snapshot, "config.json", "z"));
    }
}
