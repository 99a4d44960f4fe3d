using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>F3: what lies where the file should be.</summary>
public sealed class SnapshotFileTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ReadFile_NoRegularFile_SaysWhatItIs()
    {
        var (repository, url) = web.Create();
        var commit = repository.Commit("main", new TestFile("a", "x"));
        repository.Commit(
            "main",
            new TestFile("link.json", "/etc/passwd", "120000"),
            new TestFile("module", commit, "160000"),
            new TestFile("directory/file", "x"),
            new TestFile("linked", "directory", "120000"));

        using var snapshot = await _world.FetchAsync(url);

        Assert.Equal(new SnapshotFile.NotAFile("a symbolic link", "link.json"), snapshot.ReadFile("link.json"));
        Assert.Equal(new SnapshotFile.NotAFile("a submodule", "module"), snapshot.ReadFile("module"));
        Assert.Equal(new SnapshotFile.NotAFile("a submodule", "module"), snapshot.ReadFile("module/config.json"));
        Assert.Equal(new SnapshotFile.NotAFile("a directory", "directory"), snapshot.ReadFile("directory"));
        Assert.Equal(new SnapshotFile.NotAFile("a symbolic link", "linked"), snapshot.ReadFile("linked/file"));
        Assert.Equal(new SnapshotFile.NotAFile("a file", "a"), snapshot.ReadFile("a/config.json"));
    }

    [Fact]
    public async Task Publish_WhereNoRegularFileIs_ChangesNothing()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("link.json", "elsewhere", "120000"));

        using var snapshot = await _world.FetchAsync(url);
        var exception = await Assert.ThrowsAsync<GitException>(() => GitWorld.PublishAsync(snapshot, "link.json", "x"));

        Assert.Contains("a symbolic link", exception.Message, StringComparison.Ordinal);
        Assert.Equal(tip, repository.Tip("main"));
    }

    [Fact]
    public async Task ReadFile_LargerThanTheLimit_SaysBothSizes()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", new string('x', 5000)));
        using var world = new GitWorld(limits: new GitLimits { MaxFileBytes = 4999 });

        using var snapshot = await world.FetchAsync(url);

        Assert.Equal(new SnapshotFile.TooLarge(5000, 4999), snapshot.ReadFile("config.json"));
    }

    [Fact]
    public async Task ReadFile_EmptyFile_IsFoundAndEmpty()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", ""));

        using var snapshot = await _world.FetchAsync(url);

        Assert.Equal("", GitWorld.Text(snapshot.ReadFile("config.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".git/config")]
    [InlineData("a/.GIT/config")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u001bb")]
    public async Task ReadFile_HostilePath_IsRefused(string path)
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("a", "x"));

        using var snapshot = await _world.FetchAsync(url);

        Assert.IsType<SnapshotFile.InvalidPath>(snapshot.ReadFile(path));
        await Assert.ThrowsAsync<ArgumentException>(() => GitWorld.PublishAsync(snapshot, path, "x"));
    }
}
