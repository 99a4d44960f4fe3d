using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.GitLab;

namespace FastDataOperator.Git.Tests.Forges.GitLab;

/// <summary>What only GitLab does.</summary>
public sealed class GitLabForgeTests : ForgeSpecialTests
{
    private GitLabServer Known => (GitLabServer)Server;

    private protected override ForgeServer CreateServer() => new GitLabServer();

    [Fact]
    public async Task Calls_ProjectInSubgroups_NameItByItsWholePathInOneSegment()
    {
        Server.Model.Add("fastdata/a");

        var found = Assert.Single(await Open().FindAsync(Head, Cancellation));

        Assert.StartsWith("/projects/a-group%2Fsub.group%2Fdeeper%2Forders/merge_requests", Assert.Single(Server.Calls).Path, StringComparison.Ordinal);
        Assert.Equal($"{Server.Origin}/a-group/sub.group/deeper/orders/-/merge_requests/1", found.Url);
    }

    /// <summary>What is read is redirected; what changes it has to name the project by its id.</summary>
    [Fact]
    public async Task Calls_ProjectWasRenamed_GoToItsId()
    {
        var forge = OpenAt($"{Server.Origin}/{GitLabServer.FormerPath}.git");

        var opened = await forge.OpenAsync(Draft(), Cancellation);
        await forge.DecorateAsync(opened, ["fastdata"], ["ada"], Cancellation);
        await forge.UpdateAsync(opened, "new title", "new body", Cancellation);
        var found = Assert.Single(await OpenAt($"{Server.Origin}/{GitLabServer.FormerPath}.git").FindAsync(Head, Cancellation));
        await OpenAt($"{Server.Origin}/{GitLabServer.FormerPath}.git").CloseAsync(found, Cancellation);

        Assert.Equal(("new title", PullRequestState.Open), (found.Title, found.State));
        Assert.Equal($"{Server.Origin}/{GitLabServer.Path}/-/merge_requests/1", found.Url);
        Assert.Equal(PullRequestState.Closed, Server.Model.PullRequests[0].State);
        Assert.Equal(["fastdata"], Server.Model.PullRequests[0].Labels);
    }

    [Fact]
    public async Task Calls_AnyKindOfCredentials_CarryABearerToken()
    {
        foreach (var credentials in (GitCredentials[])[new GitCredentials.Bearer(ForgeServer.Good), new GitCredentials.Basic("oauth2", ForgeServer.Good), new GitCredentials.Basic(ForgeServer.Good, "")])
        {
            Assert.Equal("Bearer " + ForgeServer.Good, await HeaderOfAsync(credentials));
        }
    }

    [Theory]
    [InlineData("a title", "new", false)]
    [InlineData("Draft: a title", "Draft: new", true)]
    [InlineData("[DRAFT] a title", "Draft: new", true)]
    [InlineData("(draft)a title", "Draft: new", true)]
    [InlineData("Drafty: a title", "new", false)]
    public async Task Update_APersonMadeItADraftOrReady_StaysThat(string title, string expected, bool isDraft)
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(isDraft: !isDraft), Cancellation);
        Server.Model.PullRequests[0].Title = title;

        var updated = await forge.UpdateAsync(opened, "new", "body", Cancellation);

        Assert.Equal((expected, "new"), (Server.Model.PullRequests[0].Title, updated.Title));
    }

    [Fact]
    public async Task Open_LongestTitleAsADraft_IsTaken()
    {
        var forge = Open();
        var title = new string('t', forge.Dialect.MostTitle);

        Assert.Equal(title, (await forge.OpenAsync(Draft(title, isDraft: true), Cancellation)).Title);
    }

    [Fact]
    public async Task Texts_LinesThatGitLabWouldObey_AreDisarmed()
    {
        var forge = Open();

        var opened = await forge.OpenAsync(Draft(body: "/merge\na /close b\r\n/assign @root\n\n  /approve"), Cancellation);
        await forge.UpdateAsync(opened, "a title", "text\n/merge", Cancellation);

        Assert.Equal("\\/merge\na /close b\r\n\\/assign @root\n\n  /approve", opened.Body);
        Assert.Equal("text\n\\/merge", Server.Model.PullRequests[0].Body);
    }

    [Fact]
    public async Task Decorate_OthersAreSetAlready_TheyStay()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Server.Model.PullRequests[0].Labels.Add("by-hand");
        Server.Model.PullRequests[0].Reviewers.Add("grace");

        var notes = await forge.DecorateAsync(opened, ["fastdata", "one,two"], ["ada"], Cancellation);

        Assert.Equal(["by-hand", "fastdata"], Server.Model.PullRequests[0].Labels);
        Assert.Equal(["ada", "grace"], Server.Model.PullRequests[0].Reviewers);
        Assert.Contains("one,two", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_NothingIsMissing_NothingIsChanged()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        await forge.DecorateAsync(opened, ["fastdata"], ["ada"], Cancellation);
        var calls = Server.Calls.Count;

        Assert.Empty(await forge.DecorateAsync(opened, ["fastdata"], ["ADA"], Cancellation));
        Assert.Equal("GET", Assert.Single(Server.Calls.Skip(calls)).Method);
    }

    [Fact]
    public async Task Decorate_WithoutALicence_SaysWhoWasLeftOut()
    {
        Known.HasLicence = false;
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var notes = await forge.DecorateAsync(opened, [], ["ada", "grace"], Cancellation);

        Assert.Equal(["ada"], Server.Model.PullRequests[0].Reviewers);
        Assert.Contains("reviewer grace", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opened", PullRequestState.Open)]
    [InlineData("locked", PullRequestState.Open)]
    [InlineData("closed", PullRequestState.Closed)]
    [InlineData("merged", PullRequestState.Merged)]
    [InlineData("melted", null)]
    public async Task Find_State_IsOneOfOurs(string state, PullRequestState? expected)
    {
        Server.Fault = context => WriteAsync(
            context, 200, "application/json",
            $$"""[{"iid":1,"title":"t","description":null,"state":"{{state}}","source_branch":"fastdata/a","target_branch":"main","source_project_id":1,"target_project_id":1,"sha":null}]""");

        if (expected is null)
        {
            Assert.Equal(GitFailure.ProtocolError, (await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation))).Reason);
        }
        else
        {
            var found = Assert.Single(await Open().FindAsync(Head, Cancellation));
            Assert.Equal((expected.Value, "", null), (found.State, found.Body, found.HeadCommit));
        }
    }

    [Theory]
    [InlineData("""{"message":{"title":["is too long (maximum is 255 characters)"]}}""", "is too long")]
    [InlineData("""{"message":["You can't use same project/branch for source and target"]}""", "You can't use same")]
    [InlineData("""{"error":"insufficient_scope","error_description":"The request requires higher privileges.","scope":"api"}""", "higher privileges")]
    public async Task Calls_Refused_SayWhatGitLabSays(string body, string words)
    {
        Server.Fault = context => WriteAsync(context, 422, "application/json", body);

        var failure = await Assert.ThrowsAsync<GitException>(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
