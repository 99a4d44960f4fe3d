using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Servers that do not speak protocol version 2.</summary>
public sealed class OldProtocolTests : IDisposable
{
    private readonly GitWebServer _server = GitWebServer.Start(new GitWebServerOptions { SpeaksProtocolV2 = false });
    private readonly GitWorld _world = new();

    public void Dispose()
    {
        _world.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Fetch_FromVersion0_WorksAsFromVersion2()
    {
        var repository = _server.CreateRepository("a.git", "trunk");
        var tip = repository.Commit("trunk", new TestFile("config.json", "x"));
        repository.CreateBranches("b", 3000, tip);
        repository.Commit("other", new TestFile("config.json", "y"));

        using var byDefault = await _world.FetchAsync(_server.UrlOf("a.git"));
        using var named = await _world.FetchAsync(_server.UrlOf("a.git"), "other");
        var missing = Assert.IsType<FetchResult.BranchMissing>(await _world.TryFetchAsync(_server.UrlOf("a.git"), "none"));

        Assert.Equal("trunk", byDefault.Branch.Value);
        Assert.Equal("x", GitWorld.Text(byDefault.ReadFile("config.json")));
        Assert.Equal("y", GitWorld.Text(named.ReadFile("config.json")));
        Assert.InRange(missing.Branches.Count, 900, TipResult.MaxBranches);
    }

    [Fact]
    public async Task Publish_IntoAnEmptyRepositoryOfVersion0_MakesTheRootCommit()
    {
        var repository = _server.CreateRepository("empty.git");

        using var snapshot = await _world.FetchAsync(_server.UrlOf("empty.git"));
        var result = await GitWorld.PublishAsync(snapshot, "config.json", "x");

        Assert.IsType<PublishResult.Pushed>(result);
        Assert.Equal("x", repository.ReadFile("main", "config.json"));
        repository.Check();
    }

    [Fact]
    public async Task Fetch_NothingThere_SaysSo()
    {
        var failure = await _world.FailAsync(_server.UrlOf("nowhere.git"));

        // On a busy machine fcgiwrap sometimes loses the answer of a program that ends at once, and nginx then says 502: a failure to try again after.
        for (var again = 0; again < 3 && failure.IsTransient; again++)
        {
            failure = await _world.FailAsync(_server.UrlOf("nowhere.git"));
        }

        Assert.Equal(GitFailure.RepositoryNotFound, failure.Reason);
    }
}
