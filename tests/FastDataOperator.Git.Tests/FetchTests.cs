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

        using var snapshot = await _world.FetchAsync(url, "main");

        Assert.Equal(tip, snapshot.CommitId?.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767319445), snapshot.CommitTime);
        Assert.Equal(["config.json", "docs"], snapshot.RootEntries);
        Assert.Equal("second", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal("a", GitWorld.Text(snapshot.ReadFile("docs/a.md")));
        Assert.IsType<SnapshotFile.Missing>(snapshot.ReadFile("docs/b.md"));
    }

    [Fact]
    public async Task Publish_NewContent_IsTheRemotesTip()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("config.json", "first"), new TestFile("docs/a.md", "a"));
        using var snapshot = await _world.FetchAsync(url, "main");

        var result = await GitWorld.PublishAsync(snapshot, "config.json", "second");

        Assert.Equal(repository.Tip("main"), Assert.IsType<PublishResult.Pushed>(result).Id.Value);
        Assert.Equal("second", repository.ReadFile("main", "config.json"));
        Assert.Equal(["config.json"], repository.ChangedPaths("main"));
        repository.Check();
    }
}
