using System.Text;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Forges.AzureDevOps;

namespace FastDataOperator.Git.Tests.Forges.AzureDevOps;

/// <summary>What only Azure DevOps does.</summary>
public sealed class AzureDevOpsForgeTests : ForgeSpecialTests
{
    private protected override ForgeServer CreateServer() => new AzureDevOpsServer();

    [Fact]
    public async Task Calls_PathWithSpaces_AreInThatCollectionAndProject()
    {
        var opened = await Open().OpenAsync(Draft(), Cancellation);

        var call = Assert.Single(Server.Calls);
        Assert.Equal("/Default%20Collection/Core%20Data/_apis/git/repositories/orders/pullrequests", call.Path);
        Assert.Equal("7.0", call.Query["api-version"]);
        Assert.Equal($"{Server.Origin}/Default%20Collection/Core%20Data/_git/orders/pullrequest/1", opened.Url);
    }

    [Fact]
    public async Task Calls_Credentials_GoAsTheyAre()
    {
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + ForgeServer.Good)), await HeaderOfAsync(new GitCredentials.Basic("", ForgeServer.Good)));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:" + ForgeServer.Good)), await HeaderOfAsync(new GitCredentials.Basic("ada", ForgeServer.Good)));
        Assert.Equal("Bearer " + ForgeServer.Good, await HeaderOfAsync(new GitCredentials.Bearer(ForgeServer.Good)));
        Assert.All(Server.Calls, static call => Assert.Equal("Suppress", call.Headers["X-TFS-FedAuthRedirect"].ToString()));
    }

    [Theory]
    [InlineData(203, null)]
    [InlineData(302, "https://spsprodweu5.vssps.visualstudio.com/_signin?realm=dev.azure.com&reply_to=x")]
    [InlineData(302, "/_signin")]
    public async Task Calls_PageToSignInAt_SayThatTheCredentialsWereNotTaken(int status, string? location)
    {
        Server.Fault = context =>
        {
            context.Response.Headers.Location = location;
            return WriteAsync(context, status, "text/html; charset=utf-8", "<html><title>Azure DevOps Services | Sign In</title></html>");
        };

        var find = await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation));
        var open = await Assert.ThrowsAsync<GitException>(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.All([find, open], static failure =>
        {
            Assert.Equal((GitFailure.AuthenticationFailed, false), (failure.Reason, failure.IsTransient));
            Assert.Contains("did not accept the credentials", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("<html>", failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, Server.Calls.Count);
    }

    [Theory]
    [InlineData(399, 1)]
    [InlineData(400, 2)]
    [InlineData(4000, 2)]
    public async Task Find_LongDescription_IsReadWhole(int length, int calls)
    {
        var body = new string('d', length - 1) + "!";
        Server.Model.Add("fastdata/a", body: body);

        Assert.Equal(body, Assert.Single(await Open().FindAsync(Head, Cancellation)).Body);
        Assert.Equal(calls, Server.Calls.Count);
    }

    [Fact]
    public async Task Find_SecondPage_BeginsBehindTheFirst()
    {
        Server.Model.Add("fastdata/a");
        for (var count = 0; count < 45; count++)
        {
            Server.Model.Add("fastdata/a", isFromFork: true);
        }

        Assert.Equal(1, Assert.Single(await Open().FindAsync(Head, Cancellation)).Number);
        Assert.Equal([("20", "0"), ("20", "20"), ("20", "40")], Server.Calls.Select(static call => (call.Query["$top"], call.Query["$skip"])));
    }

    [Fact]
    public async Task Open_LongestBody_IsTaken()
    {
        var forge = Open();

        await forge.OpenAsync(Draft(new string('t', forge.Dialect.MostTitle), new string('b', forge.Dialect.MostBody)), Cancellation);
        var failure = await Assert.ThrowsAsync<GitException>(() => forge.UpdateAsync(
            new PullRequest { Number = 1, Url = "", State = PullRequestState.Open, Title = "", Body = "", Head = Head, Base = Head }, "t", new string('b', forge.Dialect.MostBody + 1), Cancellation));

        Assert.Contains("must not be longer than 4000 characters", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_MergedBetweenLookAndAbandoning_StaysMerged()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        ((AzureDevOpsServer)Server).BeforeChange = static found => found.State = PullRequestState.Merged;

        await forge.CloseAsync(opened, Cancellation);

        Assert.Equal(PullRequestState.Merged, Server.Model.PullRequests[0].State);
    }

    [Fact]
    public async Task Open_OtherConflict_IsNoPullRequestThatExists()
    {
        Server.Fault = context => WriteAsync(context, 409, "application/json", """{"message":"TF401183: something else is in the way","typeKey":"X"}""");

        var failure = await Assert.ThrowsAsync<GitException>(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.Equal((GitFailure.ServerError, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("TF401183", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decorate_SomebodyReviewedAlready_IsNotAskedAnew()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Server.Model.PullRequests[0].Reviewers.Add(AzureDevOpsServer.Ada.ToString());
        Server.Model.PullRequests[0].Labels.Add("FastData");

        var notes = await forge.DecorateAsync(opened, ["fastdata"], [AzureDevOpsServer.Ada.ToString("B").ToUpperInvariant(), AzureDevOpsServer.Grace.ToString()], Cancellation);

        Assert.Empty(notes);
        Assert.Equal([AzureDevOpsServer.Ada.ToString(), AzureDevOpsServer.Grace.ToString()], Server.Model.PullRequests[0].Reviewers);
        var asked = Assert.Single(Server.Calls.Skip(1), static call => call.Method == "POST");
        Assert.DoesNotContain(AzureDevOpsServer.Ada.ToString(), asked.Body.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Decorate_ReviewersByNameOrUnknown_AreToldSo()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var notes = await forge.DecorateAsync(opened, [], ["ada@example.com", Guid.Empty.ToString()], Cancellation);

        Assert.Equal(2, notes.Count);
        Assert.Contains("ada@example.com", notes[0], StringComparison.Ordinal);
        Assert.Contains("GUID", notes[0], StringComparison.Ordinal);
        Assert.Contains("is not recognized", notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"count":1,"value":[null]}""")]
    [InlineData("""{"count":1,"value":null}""")]
    [InlineData("""{"value":[{"pullRequestId":1,"title":null,"status":"active","sourceRefName":"refs/heads/fastdata/a","targetRefName":"refs/heads/main"}]}""")]
    [InlineData("""{"value":[{"pullRequestId":0,"title":"t","status":"active","sourceRefName":"refs/heads/fastdata/a","targetRefName":"refs/heads/main"}]}""")]
    [InlineData("""{"value":[{"pullRequestId":1,"title":"t","status":"active","sourceRefName":"refs/heads/fastdata/a","targetRefName":"refs/heads/a..b"}]}""")]
    public async Task Find_AnswersMakeNoSense_AreSaidToMakeNone(string body)
    {
        Server.Fault = context => WriteAsync(context, 200, "application/json", body);

        Assert.Equal(GitFailure.ProtocolError, (await Assert.ThrowsAsync<GitException>(() => Open().FindAsync(Head, Cancellation))).Reason);
    }

    [Theory]
    [InlineData("active", PullRequestState.Open)]
    [InlineData("completed", PullRequestState.Merged)]
    [InlineData("abandoned", PullRequestState.Closed)]
    [InlineData("notSet", null)]
    public async Task Find_State_IsOneOfOurs(string state, PullRequestState? expected)
    {
        Server.Fault = context => WriteAsync(
            context, 200, "application/json",
            $$"""{"count":1,"value":[{"pullRequestId":1,"title":"t","status":"{{state}}","sourceRefName":"refs/heads/fastdata/a","targetRefName":"refs/heads/main"}]}""");

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
}
