using System.Text;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.BitbucketServer;

namespace FastDataOperator.Git.Tests.Forges.BitbucketServer;

/// <summary>What only Bitbucket Data Center does.</summary>
public sealed class BitbucketForgeTests : ForgeSpecialTests
{
    private BitbucketDataCenterServer Known => (BitbucketDataCenterServer)Server;

    private protected override ForgeServer CreateServer() => new BitbucketDataCenterServer();

    [Fact]
    public async Task Calls_BelowAContextPath_GoThere()
    {
        var opened = await Open().OpenAsync(Draft(), Cancellation);

        Assert.Equal("/api/latest/projects/CORE/repos/orders/pull-requests", Assert.Single(Server.Calls).Path);
        Assert.Equal($"{Server.Origin}/tools/bitbucket/projects/CORE/repos/orders/pull-requests/1", opened.Url);
        Assert.Equal("0", opened.Version);
    }

    [Fact]
    public async Task Calls_TokenOfAProject_IsABearerToken()
    {
        Assert.Equal("Bearer " + ForgeServer.Good, await HeaderOfAsync(new GitCredentials.Basic("x-token-auth", ForgeServer.Good)));
        Assert.Equal("Bearer " + ForgeServer.Good, await HeaderOfAsync(new GitCredentials.Bearer(ForgeServer.Good)));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:" + ForgeServer.Good)), await HeaderOfAsync(new GitCredentials.Basic("ada", ForgeServer.Good)));
    }

    [Fact]
    public async Task Update_SomebodyWasFaster_IsTriedAgainOnWhatTheyLeft()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        var left = 1;
        Known.BeforeChange = found =>
        {
            if (left-- > 0)
            {
                found.Version++;
                found.Reviewers.Add("grace");
                found.IsDraft = true;
            }
        };

        var updated = await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal(("new title", "new body", "2"), (updated.Title, updated.Body, updated.Version));
        Assert.Equal(["grace"], Server.Model.PullRequests[0].Reviewers);
        Assert.True(Server.Model.PullRequests[0].IsDraft);
        Assert.Equal(["POST", "GET", "PUT", "GET", "PUT"], Server.Calls.Select(static call => call.Method));
    }

    [Fact]
    public async Task Update_SomebodyIsAlwaysFaster_IsLeftForLater()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Known.BeforeChange = static found => found.Version++;

        var failure = await Assert.ThrowsAsync<GitException>(() => forge.UpdateAsync(opened, "new title", "new body", Cancellation));

        Assert.Equal((GitFailure.ServerError, true), (failure.Reason, failure.IsTransient));
        Assert.Contains("out-of-date", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, Server.Calls.Count);
        Assert.Equal("a title", Server.Model.PullRequests[0].Title);
    }

    [Fact]
    public async Task Update_ReviewersAndDraft_StayAsPeopleSetThem()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(isDraft: true), Cancellation);
        Server.Model.PullRequests[0].Reviewers.UnionWith(["ada", "grace"]);
        Server.Model.PullRequests[0].IsDraft = false;

        await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal(["ada", "grace"], Server.Model.PullRequests[0].Reviewers);
        Assert.False(Server.Model.PullRequests[0].IsDraft);
    }

    /// <summary>A change names all reviewers, and Bitbucket refuses it for one who left.</summary>
    [Theory]
    [InlineData(false, new[] { "POST", "GET", "PUT", "GET", "PUT" })]
    [InlineData(true, new[] { "POST", "GET", "PUT", "GET", "PUT", "GET", "PUT" })]
    public async Task Update_AReviewerIsNoUserAnyMore_GoesOnWithoutThem(bool isSomebodyFaster, string[] methods)
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Server.Model.PullRequests[0].Reviewers.UnionWith(["ada", "grace", "Charles"]);
        Server.Model.Users.Remove("grace");
        var left = isSomebodyFaster ? 1 : 0;
        Known.BeforeChange = found => found.Version += left-- > 0 ? 1 : 0;

        var updated = await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal(("new title", "new body"), (updated.Title, updated.Body));
        Assert.Equal(["ada"], Server.Model.PullRequests[0].Reviewers);
        Assert.Equal(methods, Server.Calls.Select(static call => call.Method));
    }

    [Fact]
    public async Task Close_MergedBetweenLookAndDecline_StaysMerged()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Known.BeforeChange = static found =>
        {
            found.State = PullRequestState.Merged;
            found.Version++;
        };

        await forge.CloseAsync(opened, Cancellation);

        Assert.Equal(PullRequestState.Merged, Server.Model.PullRequests[0].State);
        Assert.Equal(["POST", "GET", "POST", "GET"], Server.Calls.Select(static call => call.Method));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_AsDraft_IsOneWhereTheVersionHasThem(bool hasDrafts)
    {
        Known.HasDrafts = hasDrafts;
        var forge = Open();

        var opened = await forge.OpenAsync(Draft(isDraft: true), Cancellation);
        await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal(hasDrafts, Server.Model.PullRequests[0].IsDraft);
        Assert.Equal(hasDrafts, Server.Calls.Last().Body!.Value.TryGetProperty("draft", out _));
    }

    [Fact]
    public async Task Open_NoDraft_DoesNotSpeakOfDrafts()
    {
        await Open().OpenAsync(Draft(), Cancellation);

        Assert.False(Assert.Single(Server.Calls).Body!.Value.TryGetProperty("draft", out _));
    }

    [Fact]
    public async Task Open_OtherConflict_IsNoPullRequestThatExists()
    {
        Server.Fault = context => WriteAsync(
            context, 409, "application/json",
            """{"errors":[{"context":null,"message":"main is already up-to-date with fastdata/a.","exceptionName":"com.atlassian.bitbucket.pull.EmptyPullRequestException"}]}""");

        var failure = await Assert.ThrowsAsync<GitException>(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.Equal((GitFailure.ServerError, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("already up-to-date", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_Labels_AreToldNotToExist()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var notes = await forge.DecorateAsync(opened, ["fastdata"], [], Cancellation);

        Assert.Contains("no labels", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData("""{"values":[],"isLastPage":false,"nextPageStart":0}""")]
    [InlineData("""{"values":[],"isLastPage":false,"nextPageStart":null}""")]
    [InlineData("""{"values":[],"isLastPage":false}""")]
    public async Task Find_PageThatLeadsNowhere_IsNotTheLast(string body)
    {
        Server.Fault = context => WriteAsync(context, 200, "application/json", body);

        var failure = await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation));

        Assert.Equal(GitFailure.ProtocolError, failure.Reason);
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData("""{"values":[null],"isLastPage":true}""")]
    [InlineData("""{"values":[]}""")]
    [InlineData("""{"values":[{"id":1,"version":1,"title":"t","state":"OPEN","fromRef":{"id":"refs/heads/fastdata/a","repository":null},"toRef":{"id":"refs/heads/main","repository":{"id":1}}}],"isLastPage":true}""")]
    [InlineData("""{"values":[{"id":1,"version":1,"title":"t","state":"OPEN","reviewers":[null],"fromRef":{"id":"x","repository":{"id":1}},"toRef":{"id":"x","repository":{"id":1}}}],"isLastPage":true}""")]
    public async Task Find_AnswersMakeNoSense_AreSaidToMakeNone(string body)
    {
        Server.Fault = context => WriteAsync(context, 200, "application/json", body);

        Assert.Equal(GitFailure.ProtocolError, (await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation))).Reason);
    }

    [Theory]
    [InlineData("OPEN", PullRequestState.Open)]
    [InlineData("MERGED", PullRequestState.Merged)]
    [InlineData("DECLINED", PullRequestState.Closed)]
    [InlineData("SUPERSEDED", null)]
    public async Task Find_State_IsOneOfOurs(string state, PullRequestState? expected)
    {
        Server.Fault = context => WriteAsync(
            context, 200, "application/json",
            $$$"""
            {"isLastPage":true,"values":[{"id":1,"version":3,"title":"t","state":"{{{state}}}",
            "fromRef":{"id":"refs/heads/fastdata/a","repository":{"id":1} },"toRef":{"id":"refs/heads/main","repository":{"id":1} } }]}
            """);

        if (expected is null)
        {
            Assert.Equal(GitFailure.ProtocolError, (await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation))).Reason);
        }
        else
        {
            var found = Assert.Single(await Open().FindAsync(Head, Cancellation));
            Assert.Equal((expected.Value, "", "3", null), (found.State, found.Body, found.Version, found.HeadCommit));
        }
    }
}
