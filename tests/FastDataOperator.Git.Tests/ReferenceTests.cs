using System.Globalization;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Sources at a tag, a version or a commit, from servers that speak protocol version 2, from those that do not, and from disk.</summary>
public sealed class ReferenceTests(SharedWebServer server) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(Server.Version2)]
    [InlineData(Server.Version0)]
    [InlineData(Server.Disk)]
    public async Task Fetch_OfATag_ReadsWhatItNames(Server kind)
    {
        using var served = Serve(kind);
        var (repository, url) = (served.Repository, served.Url);
        var first = repository.Commit("main", new TestFile("config.json", "one"));
        repository.Git("tag", "light", "main");
        repository.Git("tag", "-a", "-m", "x", "v1.0.0", "main");
        repository.Git("tag", "-a", "-m", "x", "nested", "v1.0.0");
        repository.Commit("main", new TestFile("config.json", "two"));
        repository.Git("tag", "-a", "-m", "x", "v1.0.0-rc.1", "main");

        foreach (var tag in new[] { "light", "v1.0.0", "nested" })
        {
            using var snapshot = await _world.FetchAsync(url, GitWorld.Tag(tag));
            var look = Assert.IsType<TipResult.Tagged>(await LookAsync(url, GitWorld.Tag(tag)));

            Assert.Equal("one", GitWorld.Text(snapshot.ReadFile("config.json")));
            Assert.Equal((tag, first), (snapshot.Name, snapshot.CommitId?.Value));
            Assert.Equal((snapshot.CommitId, snapshot.TagObject, snapshot.Tag), (look.Id, look.TagObject, look.Tag));
            Assert.Equal(tag == "light" ? null : repository.Git("rev-parse", "refs/tags/" + tag), snapshot.TagObject?.Value);
            Assert.Throws<InvalidOperationException>(() => snapshot.Branch);
        }
    }

    [Theory]
    [InlineData(Server.Version2)]
    [InlineData(Server.Version0)]
    [InlineData(Server.Disk)]
    public async Task Fetch_OfAVersion_ReadsTheHighestTagWithin(Server kind)
    {
        using var served = Serve(kind);
        var (repository, url) = (served.Repository, served.Url);
        repository.CreateBranches("b", 2500, repository.Commit("main", new TestFile("config.json", "none")));
        foreach (var version in new[] { "1.2.0", "1.10.0", "2.0.0", "1.9.0" })
        {
            repository.Commit("main", new TestFile("config.json", version));
            repository.Git("tag", "-a", "-m", "x", "v" + version, "main");
        }

        using var snapshot = await _world.FetchAsync(url, GitWorld.SemVer("1.x"));
        var missing = Assert.IsType<FetchResult.TagMissing>(await _world.TryFetchAsync(url, GitWorld.SemVer("3.x")));

        Assert.Equal("1.10.0", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal("v1.10.0", snapshot.Name);
        Assert.Equal(("3.x", 4), (missing.Asked, missing.Tags.Count));
    }

    [Theory]
    [InlineData(Server.Version2)]
    [InlineData(Server.Version0)]
    [InlineData(Server.Disk)]
    public async Task Fetch_OfACommit_ReadsIt(Server kind)
    {
        using var served = Serve(kind);
        var (repository, url) = (served.Repository, served.Url);
        repository.Git("config", "uploadpack.allowReachableSHA1InWant", "true");
        var first = repository.Commit("main", new TestFile("config.json", "one"));
        repository.Commit("main", new TestFile("config.json", "two"));

        using var snapshot = await _world.FetchAsync(url, GitWorld.Commit(first));

        Assert.Equal("one", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal((null, first), (snapshot.Name, snapshot.CommitId?.Value));
        Assert.Equal(first, Assert.IsType<TipResult.Pinned>(await LookAsync(url, GitWorld.Commit(first))).Id.Value);
    }

    [Theory]
    [InlineData(Server.Version2)]
    [InlineData(Server.Version0)]
    [InlineData(Server.Disk)]
    public async Task Fetch_OfACommitThatIsNotGivenOut_SaysWhatToDo(Server kind)
    {
        using var served = Serve(kind);
        served.Repository.Commit("main", new TestFile("config.json", "one"));

        var failure = await Assert.ThrowsAsync<GitException>(() => _world.TryFetchAsync(served.Url, GitWorld.Commit("0123456789012345678901234567890123456789")));

        Assert.Equal((GitFailure.CommitUnavailable, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("does not give out the commit 0123456789012345678901234567890123456789", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Server.Version2)]
    [InlineData(Server.Version0)]
    public async Task Fetch_OfATagThatIsNotThere_ListsThoseThatAre(Server kind)
    {
        using var served = Serve(kind);
        served.Repository.Commit("main", new TestFile("config.json", "one"));
        Assert.Empty(Assert.IsType<FetchResult.TagMissing>(await _world.TryFetchAsync(served.Url, GitWorld.Tag("v1"))).Tags);
        served.Repository.Git("tag", "v1.0", "main");
        served.Repository.Git("tag", "-a", "-m", "x", "v2.0", "main");

        var missing = Assert.IsType<FetchResult.TagMissing>(await _world.TryFetchAsync(served.Url, GitWorld.Tag("v1")));

        Assert.Equal("v1", missing.Asked);
        Assert.Equal(["v1.0", "v2.0"], missing.Tags);
        Assert.IsType<TipResult.TagMissing>(await LookAsync(served.Url, GitWorld.Tag("v1")));
    }

    [Fact]
    public async Task Fetch_OfAVersionAmongTooManyTags_SaysSo()
    {
        using var served = Serve(Server.Disk);
        var tip = served.Repository.Commit("main", new TestFile("config.json", "one"));
        served.Repository.Git("pack-refs", "--all");
        var tags = Enumerable.Range(0, 10_001).Select(number => string.Create(CultureInfo.InvariantCulture, $"{tip} refs/tags/v1.{number:D6}"));
        await File.AppendAllLinesAsync(Path.Combine(served.Repository.Path, "packed-refs"), tags, GitWorld.Cancellation);

        var failure = await Assert.ThrowsAsync<GitException>(() => _world.TryFetchAsync(served.Url, GitWorld.SemVer("1.x")));

        Assert.Equal(GitFailure.TooLarge, failure.Reason);
        Assert.Contains("has more than 10000 tags", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_AtAMovedTag_FollowsIt()
    {
        using var served = Serve(Server.Version2);
        served.Repository.Commit("main", new TestFile("config.json", "one"));
        served.Repository.Git("tag", "-a", "-m", "x", "stable", "main");
        var before = Assert.IsType<TipResult.Tagged>(await LookAsync(served.Url, GitWorld.Tag("stable")));
        served.Repository.Git("tag", "-f", "-a", "-m", "again", "stable", "main");

        var after = Assert.IsType<TipResult.Tagged>(await LookAsync(served.Url, GitWorld.Tag("stable")));

        Assert.Equal(before.Id, after.Id);
        Assert.NotEqual(before.TagObject, after.TagObject);
    }

    private Task<TipResult> LookAsync(string url, GitReference reference) =>
        _world.Client.LookAsync(GitWorld.Address(url), reference, RemoteAccess.Anonymous, GitWorld.Deadline, GitWorld.Cancellation);

    private Served Serve(Server kind)
    {
        switch (kind)
        {
            case Server.Version2:
                var (repository, url) = server.Create();
                return new Served(repository, url, null);
            case Server.Version0:
                var old = GitWebServer.Start(new GitWebServerOptions { SpeaksProtocolV2 = false });
                return new Served(old.CreateRepository("a.git"), old.UrlOf("a.git"), old);
            default:
                var onDisk = TestRepository.CreateBare(_world["a.git"]);
                return new Served(onDisk, onDisk.Path, null);
        }
    }

    public enum Server
    {
        Version2,
        Version0,
        Disk,
    }

    private sealed record Served(TestRepository Repository, string Url, IDisposable? Own) : IDisposable
    {
        public void Dispose() => Own?.Dispose();
    }
}
