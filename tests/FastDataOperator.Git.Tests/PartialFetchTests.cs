using FastDataOperator.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Only the files that are read are fetched, from servers that can leave the others out; from the rest, everything.</summary>
public sealed class PartialFetchTests(SharedWebServer web) : IDisposable
{
    private readonly GitWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_OtherFiles_StayOnTheServer()
    {
        var (repository, url) = web.Create();
        var text = Convert.ToHexString(FetchTests.Noise(20_000));
        repository.Commit("main", new TestFile("config.json", text), new TestFile("other.bin", Convert.ToHexString(FetchTests.Noise(500_000))));
        using var proxy = FaultyProxy.Counting(web.Server.Port);

        using var snapshot = await _world.FetchAsync(new UriBuilder(url) { Port = proxy.Port }.Uri.AbsoluteUri);

        Assert.InRange(proxy.Received, 20_000, 100_000);
        var fetched = proxy.Received;
        Assert.Equal(text, GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal(fetched, proxy.Received);
        Assert.Equal(1_000_000, GitWorld.Text(snapshot.ReadFile("other.bin")).Length);
        Assert.True(proxy.Received > fetched);
        Assert.IsType<PublishResult.Pushed>(await GitWorld.PublishAsync(snapshot, "config.json", "y"));
        Assert.Equal(["config.json"], repository.ChangedPaths("main"));
        repository.Check();
    }

    [Fact]
    public async Task Fetch_SeveralFiles_ComeTogether()
    {
        var (repository, url) = web.Create();
        var large = new string('x', 300_000) + Convert.ToHexString(FetchTests.Noise(50_000));
        string[] contents = [large, "", "{}", Convert.ToHexString(FetchTests.Noise(70_000)), large + "!"];
        repository.Commit("main", [.. contents.Select(static (content, number) => new TestFile($"a/{number}.json", content))]);

        using var snapshot = await _world.FetchAsync(url, null, null, [.. contents.Select(static (_, number) => $"a/{number}.json"), "a/0.json", "missing", "a"]);

        Assert.Equal(contents, contents.Select((_, number) => GitWorld.Text(snapshot.ReadFile($"a/{number}.json"))));
    }

    [Fact]
    public async Task Fetch_FileAboveTheLimitBesideOthers_IsTooLargeAndTheOthersAreThere()
    {
        var (repository, url) = web.Create();
        repository.Commit("main", new TestFile("a.json", "a"), new TestFile("large.json", new string('x', 5000)), new TestFile("z.json", "z"));
        using var world = new GitWorld(limits: new GitLimits { MaxFileBytes = 4999 });

        using var snapshot = await world.FetchAsync(url, null, null, "a.json", "large.json", "z.json");

        Assert.Equal(new SnapshotFile.TooLarge(5000, 4999), snapshot.ReadFile("large.json"));
        Assert.Equal("a", GitWorld.Text(snapshot.ReadFile("a.json")));
        Assert.Equal("z", GitWorld.Text(snapshot.ReadFile("z.json")));
    }

    [Fact]
    public async Task Fetch_ServerThatLeavesNothingOut_IsAskedOnce()
    {
        var (repository, url) = web.Create();
        repository.Git("config", "uploadpack.allowFilter", "false");
        var text = Convert.ToHexString(FetchTests.Noise(100_000));
        repository.Commit("main", new TestFile("config.json", "x"), new TestFile("other.bin", text));
        using var proxy = FaultyProxy.Counting(web.Server.Port);
        var through = new UriBuilder(url) { Port = proxy.Port }.Uri.AbsoluteUri;

        using var first = await _world.FetchAsync(through);
        var byFirst = proxy.Received;
        using var second = await _world.FetchAsync(through);
        var bySecond = proxy.Received - byFirst;

        Assert.Equal("x", GitWorld.Text(first.ReadFile("config.json")));
        Assert.Equal(text, GitWorld.Text(second.ReadFile("other.bin")));
        Assert.True(bySecond < byFirst);
        Assert.Equal(byFirst + bySecond, proxy.Received);
    }

    [Fact]
    public async Task Fetch_RepositoryThatWasGivenWhole_IsAskedAgainAfterAnHourAndAnotherAtOnce()
    {
        var time = new FakeTimeProvider();
        using var world = new GitWorld(time);
        using var proxy = FaultyProxy.Counting(web.Server.Port);
        var (repository, url) = web.Create();
        var (other, otherUrl) = web.Create();
        foreach (var each in new[] { repository, other })
        {
            each.Commit("main", new TestFile("config.json", "x"), new TestFile("other.bin", Convert.ToHexString(FetchTests.Noise(100_000))));
        }

        async Task<bool> IsGivenWholeAsync(string address)
        {
            var before = proxy.Received;
            using var snapshot = await world.FetchAsync(new UriBuilder(address) { Port = proxy.Port }.Uri.AbsoluteUri);
            return proxy.Received - before > 50_000;
        }

        repository.Git("config", "uploadpack.allowFilter", "false");
        Assert.True(await IsGivenWholeAsync(url));
        repository.Git("config", "uploadpack.allowFilter", "true");

        Assert.False(await IsGivenWholeAsync(otherUrl));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await IsGivenWholeAsync(url));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await IsGivenWholeAsync(url));
    }

    [Fact]
    public async Task ReadFile_NotFetchedAndTheServerIsGone_SaysSo()
    {
        string url;
        RepositorySnapshot snapshot;
        using (var server = GitWebServer.Start())
        {
            var repository = server.CreateRepository("a.git");
            repository.Git("config", "uploadpack.allowFilter", "true");
            repository.Commit("main", new TestFile("config.json", "x"), new TestFile("other", "y"));
            url = server.UrlOf("a.git");
            snapshot = await _world.FetchAsync(url);
        }

        using (snapshot)
        {
            Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
            var exception = Assert.Throws<GitException>(() => snapshot.ReadFile("other"));
            Assert.Equal(GitFailure.ConnectionFailed, exception.Reason);
            Assert.StartsWith(url, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fetch_LocalRepository_LeavesTheOtherFilesToo()
    {
        var repository = TestRepository.CreateBare(_world["a.git"]);
        repository.Commit("main", new TestFile("config.json", "x"), new TestFile("other.bin", Convert.ToHexString(FetchTests.Noise(100_000))));
        using var world = new GitWorld(limits: new GitLimits { MaxFetchBytes = 50_000 });

        using var snapshot = await world.FetchAsync(repository.Path);

        Assert.Equal("x", GitWorld.Text(snapshot.ReadFile("config.json")));
        Assert.Equal(GitFailure.TooLarge, Assert.Throws<GitException>(() => snapshot.ReadFile("other.bin")).Reason);
    }
}
