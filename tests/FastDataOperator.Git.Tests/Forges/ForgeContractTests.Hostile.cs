using System.Text;
using System.Text.Json;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <content>Answers that are malformed, too large or slow.</content>
public abstract partial class ForgeContractTests
{
    /// <summary>Every place of an answer, in turn, holds something else than it should, the token among others.</summary>
    [Theory]
    [InlineData("find")]
    [InlineData("open")]
    [InlineData("update")]
    [InlineData("decorate")]
    [InlineData("close")]
    public async Task Call_AnswerSpoiltInEveryPlace_IsAnAnswerOrAFailure(string name)
    {
        Server.Model.Add("fastdata/a");
        var call = Calls()[name];
        var (places, failures) = (1, 0);
        for (var place = 0; place < places && (place < 30 || failures > 0); place++)
        {
            // Answers have hundreds of places: one value each, in turn, behind those that come first.
            string[] values = [JsonSerializer.Serialize(ForgeServer.Good), .. SpoiltJson.Values];
            values = place < 30 ? values : [values[place % values.Length]];

            // Each place has a budget of its own, or most of the calls would end before they are sent.
            using var world = new ForgeWorld(_time);
            foreach (var value in values)
            {
                Server.Spoil = answer =>
                {
                    places = Math.Max(places, SpoiltJson.PlacesOf(answer));
                    return SpoiltJson.Write(answer, place, value);
                };
                var calls = Server.Calls.Count;
                var failure = await IsAnswerOrFailureAsync(
                    () => call(world.Open(Server.RepositoryUrl, Server.Provider, Server.CredentialsOf(ForgeServer.Good))), $"{value} in place {place}");
                failures += failure is null ? 0 : 1;
                Assert.True(Server.Calls.Count > calls, $"{value} in place {place} was not sent");
                Assert.NotEqual(GitFailure.RateLimited, failure?.Reason);
                foreach (var opened in Server.Model.PullRequests.Skip(1))
                {
                    opened.State = PullRequestState.Closed;
                }
            }
        }

        // What a change is answered with is not read everywhere.
        Assert.True(places > 5);
        Assert.True(failures > 0 || name is "close" or "decorate");
    }

    [Theory]
    [InlineData("X-RateLimit-Reset")]
    [InlineData("X-RateLimit-Remaining")]
    [InlineData("Retry-After")]
    [InlineData("Date")]
    [InlineData("Location")]
    [InlineData("Content-Type")]
    public async Task Find_HeadersThatMakeNoSense_AreAnswersOrFailures(string header)
    {
        string[] values =
        [
            "-Infinity", "Infinity", "NaN", "-1", "1e300", "99999999999999999999", "4294967294", "9223372036854775807", "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
            "", ",,,", "http://", "//", "///x", @"\\x", "http://[", "https://x y/", "javascript:x", "mailto:x", "file:///etc/passwd", "http://user@127.0.0.1/", ":", "%00",
            "application/json; charset=nonsense", "a/b;c",
        ];
        foreach (var status in (int[])[200, 301, 307, 403, 422, 429, 503])
        {
            foreach (var value in values)
            {
                using var world = new ForgeWorld(_time);
                Server.Fault = async context =>
                {
                    context.Response.StatusCode = status;
                    context.Response.ContentType = "application/json";
                    context.Response.Headers[header] = value;
                    await context.Response.WriteAsync("[]");
                    return true;
                };
                await IsAnswerOrFailureAsync(
                    () => world.Open(Server.RepositoryUrl, Server.Provider, Server.CredentialsOf(ForgeServer.Good)).FindAsync(s_head, Cancellation), $"{status} with {value}");
            }
        }
    }

    /// <summary>Whatever it is, somebody thought of it, and tells no token.</summary>
    private static async Task<GitException?> IsAnswerOrFailureAsync(Func<Task> call, string what)
    {
        var thrown = await Record.ExceptionAsync(call);
        Assert.True(thrown is null or GitException && thrown?.Message.Contains("could not be handled", StringComparison.Ordinal) != true, $"{what}: {thrown}");
        Assert.False(thrown?.ToString().Contains(ForgeServer.Good, StringComparison.Ordinal) == true, $"{what}: {thrown}");
        return thrown as GitException;
    }

    private Dictionary<string, Func<IForge, Task>> Calls()
    {
        var one = new PullRequest { Number = 1, Url = "https://x/1", State = PullRequestState.Open, Title = "t", Body = "b", Head = s_head, Base = s_base };
        return new Dictionary<string, Func<IForge, Task>>
        {
            ["find"] = forge => forge.FindAsync(s_head, Cancellation),
            ["open"] = forge => forge.OpenAsync(new PullRequestDraft(GitWorld.Branch("fastdata/b"), s_base, "t", "b", IsDraft: false), Cancellation),
            ["update"] = forge => forge.UpdateAsync(one, "new", "new", Cancellation),
            ["decorate"] = async forge =>
            {
                var notes = await forge.DecorateAsync(one, ["fastdata"], [Server.ReviewerOf("ada")], Cancellation);
                Assert.All(notes, static note => Assert.DoesNotContain(ForgeServer.Good, note, StringComparison.Ordinal));
            },
            ["close"] = forge => forge.CloseAsync(one, Cancellation),
        };
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "no JSON")]
    [InlineData("application/json", "[{]")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "[{}]")]
    [InlineData("application/json", "7")]
    [InlineData("application/json", """[{"number":"one","id":[],"title":{}}]""")]
    [InlineData("application/json", """{"values":7,"value":"x","message":"Not Found"}""")]
    [InlineData("application/json", "[\"\\ud800\", \"\\u0000\"]")]
    [InlineData("text/html", "<html><body>Please log in</body></html>")]
    [InlineData("text/plain", "[]")]
    public async Task Calls_AnswersMakeNoSense_AreSaidToMakeNone(string contentType, string body)
    {
        Server.Fault = context => Write(context, 200, contentType, body);

        var find = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        var open = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.All([find, open], static failure => Assert.Equal((GitFailure.ProtocolError, false), (failure.Reason, failure.IsTransient)));
        Assert.DoesNotContain("log in", find.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_ListThatHoldsNothing_FindsNothingOrSaysSo()
    {
        Server.Fault = context => Write(context, 200, "application/json", "[null]");

        try
        {
            Assert.Empty(await Open().FindAsync(s_head, Cancellation));
        }
        catch (GitException failure)
        {
            // Gitea's lists may hold nothing, but not without end.
            Assert.Equal(Server.Provider == ForgeProvider.Gitea ? GitFailure.TooLarge : GitFailure.ProtocolError, failure.Reason);
        }
    }

    [Fact]
    public async Task Find_AnswerOfDeepNesting_IsRefused()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Server.Fault = context => Write(context, 200, "application/json", deep);

        Assert.Equal(GitFailure.ProtocolError, (await FailAsync(() => Open().FindAsync(s_head, Cancellation))).Reason);

        Server.Fault = context => Write(context, 500, "application/json", deep);

        Assert.Equal(GitFailure.ServerError, (await FailAsync(() => Open().FindAsync(s_head, Cancellation))).Reason);
    }

    [Fact]
    public async Task Find_AnswerThatIsCutOff_IsABrokenConnection()
    {
        Server.Fault = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("[{\"number\":1", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return true;
        };

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.ConnectionFailed, true), (failure.Reason, failure.IsTransient));
    }

    [Theory]
    [InlineData(100L << 20)]
    [InlineData(null)]
    public async Task Find_AnswerWithoutMeasure_IsNotRead(long? announced)
    {
        Server.Fault = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = announced;
            var chunk = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));

            // Without an end: only the client can make one.
            for (var left = announced ?? long.MaxValue; left > 0 && !context.RequestAborted.IsCancellationRequested; left -= chunk.Length)
            {
                await context.Response.Body.WriteAsync(chunk, CancellationToken.None);
            }

            return true;
        };

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.TooLarge, false), (failure.Reason, failure.IsTransient));
    }

    [Fact]
    public async Task Find_HostileWords_ArePassedOnOnlyWhereTheyDoNoHarm()
    {
        var hostile = Server.Model.Add("fastdata/a", title: "title \u001b[2J \u202e @everyone", body: "<script>alert(1)</script>\u0007");

        var found = Assert.Single(await Open().FindAsync(s_head, Cancellation));

        // Title and body are what they are: whoever shows them cleans them. What is told of a failure is clean.
        Assert.Equal(hostile.Body, found.Body);
        Server.Fault = context => Write(context, 500, "application/json", """{"message":"\u001b[2J\u202e\u0007 <script>\r\nInjected: 1"}""");
        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        Assert.DoesNotContain(failure.Message, static character => char.IsControl(character) || character == '\u202e');
    }

    [Fact]
    public async Task Calls_ServerThatHangs_EndAtTheDeadline()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var world = new ForgeWorld(time);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Fault = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            arrived.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            return true;
        };

        var call = world.Open(Server.RepositoryUrl, Server.Provider, Server.CredentialsOf(ForgeServer.Good), TimeSpan.FromSeconds(20)).FindAsync(s_head, Cancellation);
        await arrived.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var failure = await FailAsync(() => call);

        Assert.Equal((GitFailure.TimedOut, true), (failure.Reason, failure.IsTransient));
        Assert.Contains("20 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_CallerCancels_IsCancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Server.Fault = async context =>
        {
            await stop.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().FindAsync(s_head, stop.Token));
    }
}
