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

    /// <summary>However a token is written, it is one at the forge; other tokens and other hosts have their own.</summary>
    [Fact]
    public async Task Calls_AHundredImportsFail_TheirTokenIsAskedForNoMoreThanItsBudget()
    {
        await using var elsewhere = new GitHubServer();
        await elsewhere.StartAsync();
        _server.Fault = static context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(context.Request.Headers.Authorization == "Bearer " + ForgeServer.Good);
        };
        GitCredentials[] forms =
        [
            new GitCredentials.Bearer(ForgeServer.Good), new GitCredentials.Basic("git", ForgeServer.Good), new GitCredentials.Basic("ada", ForgeServer.Good),
            new GitCredentials.Basic(ForgeServer.Good, ""), new GitCredentials.Basic(ForgeServer.Good, "x-oauth-basic"),
        ];
        var imports = Enumerable.Range(0, 100).Select(number => _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, forms[number % forms.Length])).ToArray();
        var waiting = new List<Task>();
        var (sent, refused) = (0, 0);

        // Each tries four times.
        foreach (var import in imports.Concat(imports).Concat(imports).Concat(imports))
        {
            var call = import.FindAsync(s_head, Cancellation);
            if (sent++ < ForgeBudget.Burst)
            {
                Assert.Equal(GitFailure.ServerError, (await Assert.ThrowsAsync<GitException>(() => call)).Reason);
            }
            else if (call.IsFaulted)
            {
                Assert.Equal(GitFailure.RateLimited, (await Assert.ThrowsAsync<GitException>(() => call)).Reason);
                refused++;
            }
            else
            {
                waiting.Add(call);
            }
        }

        Assert.Equal((ForgeBudget.Burst, 10, 290), (_server.Calls.Count, waiting.Count, refused));
        Assert.Empty(await _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, new GitCredentials.Bearer(ForgeServer.ReadOnly)).FindAsync(s_head, Cancellation));
        Assert.Empty(await _world.Open(elsewhere.RepositoryUrl, ForgeProvider.GitHub, new GitCredentials.Bearer(ForgeServer.Good)).FindAsync(s_head, Cancellation));

        _time.Advance(TimeSpan.FromSeconds(10));
        foreach (var call in waiting)
        {
            await Assert.ThrowsAsync<GitException>(() => call);
        }
    }

    private static PullRequest Any => new()
    {
        Number = 99, Url = "https://forge.example.com/x", State = PullRequestState.Open, Title = "", Body = "", Head = s_head, Base = GitWorld.Branch("main"),
    };

    private IForge Open(string token) => _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, new GitCredentials.Bearer(token));
}
