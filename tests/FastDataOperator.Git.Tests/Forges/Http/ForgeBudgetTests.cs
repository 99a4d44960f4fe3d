using FastDataOperator.Git.Forges;
using FastDataOperator.Git.Forges.Http;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Git.Tests.Forges.Http;

public sealed class ForgeBudgetTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");

    private readonly FakeTimeProvider _time = new();
    private readonly GitHubServer _server = new();
    private readonly ForgeWorld _world;

    public ForgeBudgetTests() => _world = new ForgeWorld(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Calls_MoreThanTheBudget_AreRefusedUntilItFillsAgain()
    {
        var forge = Open(ForgeServer.Good);
        var waiting = new List<Task>();
        var refused = new List<GitException>();

        for (var count = 0; count < ForgeBudget.Burst; count++)
        {
            await forge.FindAsync(s_head, Cancellation);
        }

        Assert.Equal(ForgeBudget.Burst, _server.Calls.Count);

        // Ten more may wait for their turn.
        for (var count = 0; count < 15; count++)
        {
            var call = forge.CloseAsync(Any, Cancellation);
            if (call.IsFaulted)
            {
                refused.Add(await Assert.ThrowsAsync<GitException>(() => call));
            }
            else
            {
                waiting.Add(call);
            }
        }

        Assert.Equal(10, waiting.Count);
        Assert.All(refused, static failure => Assert.Equal((GitFailure.RateLimited, true), (failure.Reason, failure.IsTransient)));
        Assert.Equal(TimeSpan.FromSeconds(11), refused[0].RetryAfter);
        Assert.Equal(ForgeBudget.Burst, _server.Calls.Count);

        // Others are not concerned.
        await Assert.ThrowsAsync<GitException>(() => Open(ForgeServer.Wrong).FindAsync(s_head, Cancellation));
        Assert.Equal(ForgeBudget.Burst + 1, _server.Calls.Count);

        _time.Advance(TimeSpan.FromSeconds(10));
        foreach (var call in waiting)
        {
            Assert.Equal(GitFailure.RepositoryNotFound, (await Assert.ThrowsAsync<GitException>(() => call)).Reason);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        await forge.FindAsync(s_head, Cancellation);
    }

    [Fact]
    public async Task Calls_PausedByTheForge_GoOnAfterwards()
    {
        _server.Fault = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
            return Task.FromResult(true);
        };
        var forge = Open(ForgeServer.Good);
        await Assert.ThrowsAsync<GitException>(() => forge.FindAsync(s_head, Cancellation));
        _server.Fault = null;

        _time.Advance(TimeSpan.FromSeconds(49));
        var failure = await Assert.ThrowsAsync<GitException>(() => forge.FindAsync(s_head, Cancellation));
        Assert.Equal((GitFailure.RateLimited, TimeSpan.FromSeconds(11)), (failure.Reason, failure.RetryAfter));
        Assert.Single(_server.Calls);

        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await forge.FindAsync(s_head, Cancellation));
    }

    private static PullRequest Any => new()
    {
        Number = 99, Url = "https://forge.example.com/x", State = PullRequestState.Open, Title = "", Body = "", Head = s_head, Base = GitWorld.Branch("main"),
    };

    private IForge Open(string token) => _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, new GitCredentials.Bearer(token));
}
