using System.Text;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitHub;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges.GitHub;

/// <summary>What only GitHub does.</summary>
public sealed class GitHubForgeTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");

    private readonly GitHubServer _server = new();
    private readonly ForgeWorld _world = new(new HastyTime());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_server.Violations);
    }

    [Theory]
    [InlineData("ada", ForgeServer.Good)]
    [InlineData(ForgeServer.Good, "")]
    [InlineData(ForgeServer.Good, "x-oauth-basic")]
    public async Task Find_TokenAsAPassword_IsSentAsAToken(string user, string password)
    {
        Assert.Empty(await Open(new GitCredentials.Basic(user, password)).FindAsync(s_head, Cancellation));

        var call = Assert.Single(_server.Calls);
        Assert.Equal("Bearer " + ForgeServer.Good, call.Headers.Authorization.ToString());
        Assert.Equal(("FastDataOperator", "application/vnd.github+json", "2022-11-28"),
            (call.Headers.UserAgent.ToString(), call.Headers.Accept.ToString(), call.Headers["X-GitHub-Api-Version"].ToString()));
    }

    [Fact]
    public async Task Find_TokenInTheAddress_IsUsed()
    {
        var url = _server.RepositoryUrl.Replace("://", $"://git:{ForgeServer.Good}@", StringComparison.Ordinal);

        Assert.Empty(await _world.Open(url, ForgeProvider.GitHub, GitCredentials.Anonymous).FindAsync(s_head, Cancellation));
    }

    [Fact]
    public async Task Find_ApiCredentialsOfTheirOwn_GoBeforeGits()
    {
        var access = new RemoteAccess { Credentials = new GitCredentials.Bearer(ForgeServer.Wrong), ApiCredentials = new GitCredentials.Bearer(ForgeServer.Good) };

        Assert.Empty(await _world.Client.Open(ForgeWorld.Address(_server.RepositoryUrl, ForgeProvider.GitHub), access, GitWorld.Deadline).FindAsync(s_head, Cancellation));
    }

    /// <summary>Of a repository that has another name by now, and of one whose owner has.</summary>
    [Theory]
    [InlineData("acme/old")]
    [InlineData("former/config")]
    [InlineData("former/old")]
    public async Task Calls_RepositoryWasRenamed_AreFollowedOnItsHost(string before)
    {
        for (var count = 0; count < 25; count++)
        {
            _server.Model.Add("fastdata/a", state: PullRequestState.Closed);
        }

        _server.Fault = context =>
        {
            if (!context.Request.Path.Value!.Contains($"/{before}", StringComparison.Ordinal))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = context.Request.Method == "GET" ? 301 : 307;
            context.Response.Headers.Location = _server.Origin + context.Request.Path.Value.Replace($"/{before}", "/acme/config", StringComparison.Ordinal) + context.Request.QueryString;
            return Task.FromResult(true);
        };
        var forge = _world.Open($"{_server.Origin}/{before}.git", ForgeProvider.GitHub, new GitCredentials.Bearer(ForgeServer.Good));

        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);
        var found = await forge.FindAsync(s_head, Cancellation);

        Assert.Equal((26, 26, PullRequestState.Open), (opened.Number, found[0].Number, found[0].State));
        Assert.Single(_server.Calls, static call => call.Path == "/repos/acme/config");
    }

    /// <summary>GitHub leaves out what it shows nobody, so that a page may be short before the end.</summary>
    [Fact]
    public async Task Find_ShortPageBeforeTheEnd_IsNotTheEnd()
    {
        _server.Model.Add("fastdata/a");
        for (var count = 0; count < 20; count++)
        {
            _server.Model.Add("fastdata/a", isFromFork: true);
        }

        _server.Fault = async context =>
        {
            if (context.Request.Query["page"] != "1")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            context.Response.Headers.Link = """<https://api.github.com/repositories/1/pulls?page=2>; rel="next", <https://api.github.com/repositories/1/pulls?page=2>; rel="last" """;
            await context.Response.WriteAsync("[]");
            return true;
        };

        Assert.Equal(1, Assert.Single(await Open(new GitCredentials.Bearer(ForgeServer.Good)).FindAsync(s_head, Cancellation)).Number);
        Assert.Equal(["1", "2"], _server.Calls.Select(static call => call.Query["page"]));
    }

    /// <summary>What is no refusal of the label stops the others, too.</summary>
    [Fact]
    public async Task Decorate_SecondaryLimit_IsNoRefusalAndStopsTheOthers()
    {
        var forge = Open(new GitCredentials.Bearer(ForgeServer.Good));
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);
        _server.Fault = async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"message":"You have exceeded a secondary rate limit."}""");
            return true;
        };

        var failure = await Assert.ThrowsAsync<GitException>(() => forge.DecorateAsync(opened, ["fastdata", "automated"], ["ada"], Cancellation));
        var next = await Assert.ThrowsAsync<GitException>(() => Open(new GitCredentials.Basic("git", ForgeServer.Good)).FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.RateLimited, TimeSpan.FromMinutes(1)), (failure.Reason, failure.RetryAfter));
        Assert.Equal(GitFailure.RateLimited, next.Reason);
        Assert.Equal(2, _server.Calls.Count);
    }

    [Fact]
    public async Task Open_TokenWithoutAPermission_SaysWhichIsMissing()
    {
        _server.Fault = async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/json";
            context.Response.Headers["X-Accepted-GitHub-Permissions"] = "pull_requests=write";
            await context.Response.WriteAsync("""{"message":"Resource not accessible by personal access token"}""");
            return true;
        };

        var failure = await Assert.ThrowsAsync<GitException>(() => Open(new GitCredentials.Bearer(ForgeServer.Good))
            .OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation));

        Assert.Equal(GitFailure.AccessDenied, failure.Reason);
        Assert.Contains("The token needs the permission \"Pull requests: read and write\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("takes: pull_requests=write.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not accessible by personal access token", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_Teams_AreAskedAsTeams()
    {
        var forge = Open(new GitCredentials.Bearer(ForgeServer.Good));
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);

        var notes = await forge.DecorateAsync(opened, [], ["team/platform", "ada", ForgeModel.Author], Cancellation);

        Assert.Equal(["ada", "team/platform"], _server.Model.PullRequests[0].Reviewers);
        Assert.Contains("author", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_LabelThatIsTooLong_IsToldInTheForgesWords()
    {
        var forge = Open(new GitCredentials.Bearer(ForgeServer.Good));
        var opened = await forge.OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: false), Cancellation);

        var notes = await forge.DecorateAsync(opened, ["fastdata", new string('x', 51)], [], Cancellation);

        Assert.Equal(["fastdata"], _server.Model.PullRequests[0].Labels);
        Assert.Contains("too long", Assert.Single(notes), StringComparison.Ordinal);
    }

    /// <summary>What is wrong stands beside <c>Validation Failed</c>, as a member and a code where there are no words.</summary>
    [Fact]
    public async Task Open_AMemberIsInvalid_SaysWhich()
    {
        var failure = await Assert.ThrowsAsync<GitException>(() => Open(new GitCredentials.Bearer(ForgeServer.Good))
            .OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("gone"), "t", "b", IsDraft: false), Cancellation));

        Assert.Contains("Validation Failed; resource: PullRequest; field: base; code: invalid", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Resource not accessible by personal access token", GitFailure.AccessDenied)]
    [InlineData(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", GitFailure.RateLimited)]
    [InlineData(403, "API rate limit exceeded for user ID 1.", GitFailure.RateLimited)]
    [InlineData(422, "Draft pull requests are not supported in this repository.", GitFailure.ServerError)]
    [InlineData(401, "Bad credentials", GitFailure.AuthenticationFailed)]
    public async Task Open_GitHubRefuses_SaysWhatItSays(int status, string words, GitFailure reason)
    {
        _server.Fault = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync($$"""{"message":"{{words}}","documentation_url":"https://docs.github.com"}""", Encoding.UTF8);
            return true;
        };

        var failure = await Assert.ThrowsAsync<GitException>(() => Open(new GitCredentials.Bearer(ForgeServer.Good))
            .OpenAsync(new PullRequestDraft(s_head, GitWorld.Branch("main"), "t", "b", IsDraft: true), Cancellation));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private IForge Open(GitCredentials credentials) => _world.Open(_server.RepositoryUrl, ForgeProvider.GitHub, credentials);
}
