using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <content>What a forge refuses, and when it is busy.</content>
public abstract partial class ForgeContractTests
{
    [Fact]
    public async Task Calls_TokenWithoutTheRight_SayWhatItNeeds()
    {
        var reader = Open(ForgeServer.ReadOnly);
        Server.Model.Add("fastdata/a");
        var found = Assert.Single(await reader.FindAsync(s_head, Cancellation));

        var open = await FailAsync(() => reader.OpenAsync(Draft(), Cancellation));
        var update = await FailAsync(() => reader.UpdateAsync(found, "x", "y", Cancellation));
        var close = await FailAsync(() => reader.CloseAsync(found, Cancellation));
        var notes = await reader.DecorateAsync(found, ["fastdata"], [Server.ReviewerOf("ada")], Cancellation);

        Assert.All([open, update, close], static failure =>
        {
            Assert.Equal((GitFailure.AccessDenied, false), (failure.Reason, failure.IsTransient));
            Assert.Contains("this token may only read", failure.Message, StringComparison.Ordinal);
            Assert.Contains("needs", failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, notes.Count);
        Assert.Equal((PullRequestState.Open, "a title"), (Server.Model.PullRequests[0].State, Server.Model.PullRequests[0].Title));
    }

    [Theory]
    [InlineData(ForgeServer.Wrong, GitFailure.AuthenticationFailed, "did not accept")]
    [InlineData(null, GitFailure.AuthenticationFailed, "none were given")]
    [InlineData(ForgeServer.Blind, GitFailure.RepositoryNotFound, "may not see it")]
    public async Task Calls_CredentialsThatOpenNothing_SayWhichKind(string? token, GitFailure reason, string words)
    {
        var forge = Open(token);

        var find = await FailAsync(() => forge.FindAsync(s_head, Cancellation));
        var open = await FailAsync(() => forge.OpenAsync(Draft(), Cancellation));

        Assert.All([find, open], failure =>
        {
            Assert.Equal((reason, false), (failure.Reason, failure.IsTransient));
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, Server.Calls.Count);
    }

    [Theory]
    [InlineData(400, GitFailure.ServerError, false, 1)]
    [InlineData(402, GitFailure.ServerError, false, 1)]
    [InlineData(410, GitFailure.RepositoryNotFound, false, 1)]
    [InlineData(418, GitFailure.ServerError, false, 1)]
    [InlineData(429, GitFailure.RateLimited, true, 1)]
    [InlineData(500, GitFailure.ServerError, true, 1)]
    [InlineData(501, GitFailure.ServerError, false, 1)]
    [InlineData(502, GitFailure.ServerError, true, 3)]
    [InlineData(503, GitFailure.ServerError, true, 3)]
    [InlineData(504, GitFailure.ServerError, true, 3)]
    public async Task Find_TheForgeFails_IsRetriedWhereThatMayHelpAndSaid(int status, GitFailure reason, bool isTransient, int calls)
    {
        Server.Fault = context => Write(context, status, "application/json", """{"message":"the forge's \u001b[31mwords"}""");

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((reason, isTransient, calls), (failure.Reason, failure.IsTransient, Server.Calls.Count));
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.Contains(Server.RepositoryUrl, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Open_TheForgeFails_IsNotSentAgain(int status)
    {
        Server.Fault = context => context.Request.Method == "POST" ? Write(context, status, "text/html", "<h1>no</h1>") : Task.FromResult(false);

        var failure = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.True(failure.IsTransient);
        Assert.Single(Server.Calls, static call => call.Method == "POST");
        Assert.DoesNotContain("<h1>", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_TheForgeRecovers_IsAnswered()
    {
        Server.Model.Add("fastdata/a");
        var left = 2;
        Server.Fault = context => Interlocked.Decrement(ref left) >= 0 ? Write(context, 503, "text/plain", "busy") : Task.FromResult(false);

        var found = await Open().FindAsync(s_head, Cancellation);

        Assert.Single(found);
        Assert.Equal(2, _time.Waits.Count);

        // Chance may make a wait short.
        Assert.All(_time.Waits, static wait => Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Find_TheConnectionBreaks_IsSentAgain()
    {
        Server.Model.Add("fastdata/a");
        var left = 1;
        Server.Fault = context =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                return Task.FromResult(false);
            }

            context.Abort();
            return Task.FromResult(true);
        };

        Assert.Single(await Open().FindAsync(s_head, Cancellation));
    }

    [Fact]
    public async Task Open_TheConnectionBreaks_IsNotSentAgain()
    {
        Server.Fault = context =>
        {
            if (context.Request.Method == "POST")
            {
                context.Abort();
            }

            return Task.FromResult(context.Request.Method == "POST");
        };

        var failure = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
        Assert.Single(Server.Calls, static call => call.Method == "POST");
    }

    [Fact]
    public async Task Calls_RetryAfterIsShort_IsWaitedFor()
    {
        Server.Model.Add("fastdata/a");
        var left = 1;
        Server.Fault = context => Interlocked.Decrement(ref left) >= 0
            ? Write(context, 429, "application/json", "{}", ("Retry-After", "3"))
            : Task.FromResult(false);

        var found = await Open().FindAsync(s_head, Cancellation);

        Assert.Single(found);
        Assert.Contains(TimeSpan.FromSeconds(3), _time.Waits);
    }

    [Theory]
    [InlineData(429, "Retry-After", "120", 120)]
    [InlineData(403, "Retry-After", "60", 60)]
    [InlineData(403, "X-RateLimit-Remaining", "0", null)]
    [InlineData(429, "Retry-After", "99999999", 3600)]
    public async Task Calls_RateLimitIsReached_EverybodyWithTheseCredentialsWaits(int status, string header, string value, int? seconds)
    {
        Server.Fault = context => Write(context, status, "application/json", """{"message":"slow down"}""", (header, value), ("X-RateLimit-Reset", Reset(context, 90)));

        var first = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        var calls = Server.Calls.Count;
        Server.Fault = null;
        var second = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));
        var other = await FailAsync(() => Open(ForgeServer.Wrong).FindAsync(s_head, Cancellation));

        var expected = TimeSpan.FromSeconds(seconds ?? 90);
        Assert.Equal((GitFailure.RateLimited, true, 1), (first.Reason, first.IsTransient, calls));
        Assert.Equal(expected, first.RetryAfter);
        Assert.Equal((GitFailure.RateLimited, true), (second.Reason, second.IsTransient));
        Assert.InRange(second.RetryAfter!.Value, expected - TimeSpan.FromSeconds(30), expected);
        Assert.Empty(Server.Model.PullRequests);
        Assert.NotEqual(GitFailure.RateLimited, other.Reason);
        Assert.Equal(calls + 1, Server.Calls.Count);
    }

    /// <summary>GitHub's secondary limits: when the primary one begins anew has nothing to do with them.</summary>
    [Theory]
    [InlineData(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", "4999")]
    [InlineData(429, "slow down", "4999")]
    [InlineData(429, "slow down", null)]
    public async Task Calls_AskedForFewerWithoutATime_AreLeftForAMinute(int status, string words, string? remaining)
    {
        Server.Fault = context =>
        {
            context.Response.Headers["X-RateLimit-Remaining"] = remaining;
            return Write(context, status, "application/json", $$"""{"message":"{{words}}"}""", ("X-RateLimit-Reset", Reset(context, 3000)));
        };

        var first = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        Server.Fault = null;
        var second = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.RateLimited, true, TimeSpan.FromMinutes(1)), (first.Reason, first.IsTransient, first.RetryAfter));
        Assert.Equal(GitFailure.RateLimited, second.Reason);
        Assert.InRange(second.RetryAfter!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        Assert.Single(Server.Calls);
    }

    [Fact]
    public async Task Open_TooLargeForTheForge_IsSaid()
    {
        Server.Fault = context => Write(context, 413, "application/json", """{"message":"too much"}""");

        var failure = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.Equal((GitFailure.TooLarge, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("HTTP 413", failure.Message, StringComparison.Ordinal);
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData("X-RateLimit-Remaining", "X-RateLimit-Reset")]
    [InlineData("RateLimit-Remaining", "RateLimit-Reset")]
    public async Task Calls_TheLastOneIsUsed_TheNextIsNotSent(string remaining, string reset)
    {
        Server.Fault = context =>
        {
            context.Response.Headers[remaining] = "0";
            context.Response.Headers[reset] = Reset(context, 600);
            return Task.FromResult(false);
        };
        var forge = Open();
        Server.Model.Add("fastdata/a");

        GitException? failure = null;
        var calls = 0;
        try
        {
            // One that needs several requests finds out in the middle.
            await forge.FindAsync(s_head, Cancellation);
            calls = Server.Calls.Count;
            failure = await FailAsync(() => forge.FindAsync(s_head, Cancellation));
        }
        catch (GitException early)
        {
            failure = early;
            calls = 1;
        }

        Assert.Equal(GitFailure.RateLimited, failure.Reason);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(600));
        Assert.Equal(calls, Server.Calls.Count);
    }
}
