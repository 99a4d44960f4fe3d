using System.Net;
using System.Text;
using System.Text.Json;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>What every forge must do, whatever its API is like. A forge's own tests derive from this with its server.</summary>
public abstract class ForgeContractTests : IAsyncLifetime
{
    private static readonly BranchName s_head = GitWorld.Branch("fastdata/a");
    private static readonly BranchName s_base = GitWorld.Branch("main");

    private readonly HastyTime _time = new();
    private readonly ForgeWorld _world;

    private protected ForgeContractTests() => _world = new ForgeWorld(_time);

    private protected ForgeServer Server { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = CreateServer();
        await Server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _world.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task Open_NothingThere_IsFoundAgainAsItWasOpened()
    {
        var forge = Open();

        var none = await forge.FindAsync(s_head, Cancellation);
        var opened = await forge.OpenAsync(Draft("Import “orders” & more", "line one\nline two ✓ <b>"), Cancellation);
        var found = Assert.Single(await forge.FindAsync(s_head, Cancellation));

        Assert.Empty(none);
        Assert.Equal(opened with { Version = found.Version }, found);
        Assert.Equal(
            (1, PullRequestState.Open, "Import “orders” & more", "line one\nline two ✓ <b>", s_head, s_base),
            (found.Number, found.State, found.Title, found.Body, found.Head, found.Base));
        Assert.StartsWith(Server.Origin + "/", found.Url, StringComparison.Ordinal);
        Assert.True(Uri.IsWellFormedUriString(found.Url, UriKind.Absolute));
        Assert.False(Server.Model.PullRequests[0].IsDraft);
        Assert.Equal(Server.Provider, forge.Provider);
    }

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

    [Fact]
    public async Task Find_ManyOfManyKinds_AreThoseOfTheBranchNewestFirst()
    {
        var model = Server.Model;
        model.Add("fastdata/a", state: PullRequestState.Merged);
        model.Add("fastdata/b");
        model.Add("fastdata/a", state: PullRequestState.Closed);
        model.Add("fastdata/a", isFromFork: true);
        model.Add("fastdata/a", @base: "release");
        model.Add("fastdata/a");
        model.Add("fastdata/ab");

        var found = await Open().FindAsync(s_head, Cancellation);

        // Where others are in the list too, the newest are enough.
        (long, PullRequestState, string)[] all =
            [(6, PullRequestState.Open, "main"), (5, PullRequestState.Open, "release"), (3, PullRequestState.Closed, "main"), (1, PullRequestState.Merged, "main")];
        Assert.InRange(found.Count, Server.Provider == ForgeProvider.Gitea ? 2 : 4, 4);
        Assert.Equal(all.Take(found.Count), found.Select(static one => (one.Number, one.State, one.Base.Value)));
        Assert.All(found, static one => Assert.True(one.HeadCommit is null || one.HeadCommit.Value.Value == ModelPullRequest.Commit));
    }

    [Fact]
    public async Task Find_MoreThanAnybodyWants_AreTheNewestAndThoseThatAreOpen()
    {
        Server.Model.Add("fastdata/a");
        for (var count = 0; count < 60; count++)
        {
            Server.Model.Add("fastdata/a", state: PullRequestState.Closed);
        }

        var found = await Open().FindAsync(s_head, Cancellation);

        Assert.InRange(found.Count, 2, 40);
        Assert.Equal((61, PullRequestState.Closed), (found[0].Number, found[0].State));
        Assert.Equal((1, PullRequestState.Open), (found[^1].Number, found[^1].State));
        Assert.Equal(found.OrderByDescending(static one => one.Number).Select(static one => one.Number), found.Select(static one => one.Number));
    }

    [Theory]
    [InlineData(PullRequestState.Closed)]
    [InlineData(PullRequestState.Open)]
    public async Task Find_OursLiesBehindManyOfForks_IsFoundPagesOn(PullRequestState state)
    {
        Server.Model.Add("fastdata/a", state: state);
        for (var count = 0; count < 110; count++)
        {
            Server.Model.Add("fastdata/a", isFromFork: true);
        }

        var found = Assert.Single(await Open().FindAsync(s_head, Cancellation));

        Assert.Equal((1, state), (found.Number, found.State));
    }

    [Fact]
    public async Task Find_MoreOfForksThanAreLookedThrough_DoesNotSayThatThereIsNone()
    {
        for (var count = 0; count < 800; count++)
        {
            Server.Model.Add("fastdata/a", isFromFork: true);
        }

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal((GitFailure.TooLarge, false), (failure.Reason, failure.IsTransient));
        Assert.Contains("whether one from fastdata/a is among the others", failure.Message, StringComparison.Ordinal);

        // Without a filter, all that are open are looked through besides.
        Assert.Equal(Server.Provider == ForgeProvider.Gitea ? 80 : 40, Server.Calls.Count);
    }

    [Fact]
    public async Task Find_BodiesOfOthersAreLarge_ArePagesOfFewer()
    {
        Server.Model.Add("fastdata/a");
        for (var count = 0; count < 25; count++)
        {
            Server.Model.Add("fastdata/a", isFromFork: true, body: new string('x', 300_000));
        }

        Assert.Equal(1, Assert.Single(await Open().FindAsync(s_head, Cancellation)).Number);
    }

    [Fact]
    public async Task Find_MergedAndTheBranchIsGone_IsStillFound()
    {
        Server.Model.Add("fastdata/a", state: PullRequestState.Merged);
        Server.Model.Branches.Remove("fastdata/a");

        var found = Assert.Single(await Open().FindAsync(s_head, Cancellation));

        Assert.Equal((PullRequestState.Merged, s_head), (found.State, found.Head));
    }

    [Fact]
    public async Task Open_OneIsOpenToTheSameBase_SaysSo()
    {
        var forge = Open();
        await forge.OpenAsync(Draft(), Cancellation);

        var failure = await FailAsync(() => forge.OpenAsync(Draft(), Cancellation));

        Assert.Equal((GitFailure.PullRequestExists, true), (failure.Reason, failure.IsTransient));
        Assert.Single(Server.Model.PullRequests);
    }

    [Fact]
    public async Task Open_OthersAreOpenElsewhereOrClosed_IsOpened()
    {
        Server.Model.Add("fastdata/a", state: PullRequestState.Closed);
        Server.Model.Add("fastdata/a", @base: "release");

        var opened = await Open().OpenAsync(Draft(), Cancellation);

        Assert.Equal((3, PullRequestState.Open), (opened.Number, opened.State));
    }

    [Theory]
    [InlineData("fastdata/gone", "main")]
    [InlineData("fastdata/a", "gone")]
    public async Task Open_ABranchIsGone_IsRefused(string head, string @base)
    {
        var failure = await FailAsync(() => Open().OpenAsync(
            new PullRequestDraft(GitWorld.Branch(head), GitWorld.Branch(@base), "title", "body", IsDraft: false), Cancellation));

        // Where the forge sees late what was pushed, it may only be too early.
        var isEarly = Server.SeesPushesLate && head == "fastdata/gone";
        Assert.NotEqual(GitFailure.PullRequestExists, failure.Reason);
        Assert.Equal((isEarly, isEarly ? 3 : 1), (failure.IsTransient, Server.Calls.Count));
        Assert.Contains(Server.RepositoryUrl, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PushedAMomentAgo_IsOpenedOnceTheForgeSeesIt()
    {
        TimeSpan[] waits = Server.SeesPushesLate ? [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)] : [];
        Server.Fault = _ =>
        {
            if (Server.Calls.Count > waits.Length)
            {
                Server.Model.Branches.Add("fastdata/late");
            }

            return Task.FromResult(false);
        };

        var opened = await Open().OpenAsync(new PullRequestDraft(GitWorld.Branch("fastdata/late"), s_base, "title", "body", IsDraft: false), Cancellation);

        Assert.Equal((1, "fastdata/late"), (opened.Number, opened.Head.Value));
        Assert.Equal(waits, _time.Waits);
    }

    [Fact]
    public async Task Open_AsDraft_IsOneAndStaysOne()
    {
        var forge = Open();

        var opened = await forge.OpenAsync(Draft("a title") with { IsDraft = true }, Cancellation);
        var updated = await forge.UpdateAsync(opened, "another title", "another body", Cancellation);

        Assert.Equal("a title", opened.Title);
        Assert.Equal("another title", updated.Title);
        Assert.True(Server.Model.PullRequests[0].IsDraft);
        Assert.Equal("another title", (await forge.FindAsync(s_head, Cancellation))[0].Title);
    }

    [Fact]
    public async Task Update_Open_HasTheNewTitleAndBody()
    {
        var forge = Open();
        Server.Model.Add("fastdata/b");
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var updated = await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal(opened with { Title = "new title", Body = "new body", Version = updated.Version }, updated);
        Assert.Equal(("new title", "new body"), (Server.Model.PullRequests[1].Title, Server.Model.PullRequests[1].Body));
        Assert.Equal(("a title", "a body"), (Server.Model.PullRequests[0].Title, Server.Model.PullRequests[0].Body));
        Assert.Equal(updated, Assert.Single(await forge.FindAsync(s_head, Cancellation)));
    }

    /// <summary>Not every forge lets it be changed then; its state is told in any case.</summary>
    [Theory]
    [InlineData(PullRequestState.Merged)]
    [InlineData(PullRequestState.Closed)]
    public async Task Update_SomebodyActedMeanwhile_TellsWhatBecameOfIt(PullRequestState state)
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Server.Model.PullRequests[0].State = state;

        var updated = await forge.UpdateAsync(opened, "new title", "new body", Cancellation);

        Assert.Equal((opened.Number, state), (updated.Number, updated.State));
    }

    [Fact]
    public async Task Close_Open_IsClosedAndCanBeClosedAgain()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        await forge.CloseAsync(opened, Cancellation);
        await forge.CloseAsync(opened, Cancellation);

        Assert.Equal(PullRequestState.Closed, Assert.Single(await forge.FindAsync(s_head, Cancellation)).State);
    }

    [Fact]
    public async Task Close_MergedMeanwhile_StaysMerged()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);
        Server.Model.PullRequests[0].State = PullRequestState.Merged;

        await forge.CloseAsync(opened, Cancellation);

        Assert.Equal(PullRequestState.Merged, Assert.Single(await forge.FindAsync(s_head, Cancellation)).State);
    }

    [Fact]
    public async Task Find_AfterAPersonActed_TellsWhatBecameOfIt()
    {
        var forge = Open();
        await forge.OpenAsync(Draft(), Cancellation);
        var model = Server.Model.PullRequests[0];

        model.State = PullRequestState.Closed;
        var closed = Assert.Single(await forge.FindAsync(s_head, Cancellation));
        model.State = PullRequestState.Open;
        var reopened = Assert.Single(await forge.FindAsync(s_head, Cancellation));
        model.State = PullRequestState.Merged;
        var merged = Assert.Single(await forge.FindAsync(s_head, Cancellation));

        Assert.Equal([PullRequestState.Closed, PullRequestState.Open, PullRequestState.Merged], [closed.State, reopened.State, merged.State]);
    }

    [Fact]
    public async Task Decorate_KnownOnes_AreSetAndCanBeSetAgain()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var notes = await forge.DecorateAsync(opened, ["fastdata"], [Server.ReviewerOf("ada")], Cancellation);
        var again = await forge.DecorateAsync(opened, ["fastdata", "automated"], [Server.ReviewerOf("ada"), Server.ReviewerOf("grace")], Cancellation);
        var nothing = await forge.DecorateAsync(opened, [], [], Cancellation);

        // Where there are no labels, a note says so of each.
        Assert.Equal(Server.HasLabels ? 0 : 3, notes.Concat(again).Concat(nothing).Count());
        Assert.Equal(Server.HasLabels ? ["automated", "fastdata"] : [], Server.Model.PullRequests[0].Labels);
        Assert.Equal([Server.ReviewerOf("ada"), Server.ReviewerOf("grace")], Server.Model.PullRequests[0].Reviewers);
    }

    [Fact]
    public async Task Decorate_UnknownOnes_AreToldAndTheOthersSet()
    {
        var forge = Open();
        var opened = await forge.OpenAsync(Draft(), Cancellation);

        var notes = await forge.DecorateAsync(opened, ["nowhere", "fastdata"], [Server.ReviewerOf("ada"), "nobody", "team/none"], Cancellation);

        Assert.Equal(Server.HasLabels, Server.Model.PullRequests[0].Labels.Contains("fastdata"));
        Assert.Equal([Server.ReviewerOf("ada")], Server.Model.PullRequests[0].Reviewers);
        Assert.Contains(notes, static note => note.Contains("reviewer nobody", StringComparison.Ordinal));
        Assert.Contains(notes, static note => note.Contains("reviewer team/none", StringComparison.Ordinal));
        Assert.DoesNotContain(notes, note => note.Contains(Server.ReviewerOf("ada"), StringComparison.Ordinal) || (Server.HasLabels && note.Contains("label fastdata", StringComparison.Ordinal)));
        if (Server.MakesLabels)
        {
            Assert.Equal(2, notes.Count);
            Assert.Contains("nowhere", Server.Model.PullRequests[0].Labels);
        }
        else
        {
            Assert.Contains(notes, static note => note.Contains("label nowhere", StringComparison.Ordinal));
        }
    }

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

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Calls_RedirectElsewhere_NothingGoesThere(int status)
    {
        using var elsewhere = new ScriptedWebServer(static _ => ScriptedWebServer.Answer("200 OK", "application/json", "[]"u8));
        Server.Fault = context => Write(context, status, "text/html", "", ("Location", $"http://127.0.0.1:{elsewhere.Port}/stolen"));

        var find = await FailAsync(() => Open().FindAsync(s_head, Cancellation));
        var open = await FailAsync(() => Open().OpenAsync(Draft(), Cancellation));

        Assert.All([find, open], static failure => Assert.Equal((GitFailure.RedirectRefused, false), (failure.Reason, failure.IsTransient)));
        Assert.Contains($"127.0.0.1:{elsewhere.Port}", find.Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//[")]
    [InlineData("//a:99999/")]
    public async Task Calls_RedirectToNoAddress_AreMalformed(string location)
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", location));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.ProtocolError, failure.Reason);
        Assert.Contains("redirect that leads nowhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_RedirectWithAUser_IsNotFollowed()
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", $"{Server.Origin.Replace("://", "://somebody@", StringComparison.Ordinal)}/x"));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.RedirectRefused, failure.Reason);
        Assert.Single(Server.Calls);
    }

    [Fact]
    public async Task Calls_RedirectInCircles_AreGivenUp()
    {
        Server.Fault = context => Write(context, 302, "text/html", "", ("Location", context.Request.Path + context.Request.QueryString));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.RedirectRefused, failure.Reason);
        Assert.InRange(Server.Calls.Count, 1, 5);
    }

    [Fact]
    public async Task Calls_PlainHttpElsewhere_CarryNoCredentials()
    {
        var forge = _world.Open(
            $"http://forge.example.com/{Server.RepositoryPath}", Server.Provider, Server.CredentialsOf(ForgeServer.Good));

        Assert.Equal(GitFailure.InsecureCredentials, (await FailAsync(() => forge.FindAsync(s_head, Cancellation))).Reason);
    }

    [Fact]
    public async Task Calls_TheHostIsNotAllowed_NothingIsSent()
    {
        using var world = new ForgeWorld(_time, new RemotePolicy { AllowHttp = true });
        var forge = world.Open(Server.RepositoryUrl, Server.Provider, Server.CredentialsOf(ForgeServer.Good));

        Assert.Equal(GitFailure.NotAllowed, (await FailAsync(() => forge.FindAsync(s_head, Cancellation))).Reason);
        Assert.Empty(Server.Calls);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a\r\nX-Injected: 1")]
    public async Task Calls_TokenThatIsNone_IsNotSent(string token)
    {
        var failure = await FailAsync(() => Open(token).FindAsync(s_head, Cancellation));

        Assert.Equal(GitFailure.AuthenticationFailed, failure.Reason);
        Assert.Empty(Server.Calls);
    }

    /// <summary>A forge, or whatever stands before it, repeats what it was sent.</summary>
    [Theory]
    [InlineData(401, "application/json", "{\"message\": \"the token \\u0022{token}\\u0022 is not known\"}")]
    [InlineData(403, "text/plain", "refused: {header}")]
    [InlineData(400, "application/json", "{\"errors\": [{\"message\": \"{long}{token}\"}]}")]
    public async Task Find_AnswerRepeatsTheToken_ItIsNotShown(int status, string contentType, string words)
    {
        Server.Fault = context => Write(context, status, contentType, words
            .Replace("{token}", ForgeServer.Good, StringComparison.Ordinal)
            .Replace("{header}", $"{context.Request.Headers.Authorization}{context.Request.Headers["PRIVATE-TOKEN"]}", StringComparison.Ordinal)
            .Replace("{long}", new string('x', 490), StringComparison.Ordinal));

        var failure = await FailAsync(() => Open().FindAsync(s_head, Cancellation));

        Assert.Contains("***", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Description_OfTheForge_IsWhatRequestsAreCheckedAgainst() =>
        Assert.SkipWhen(Server.Description is null, $"no published description of {Server.Provider}'s API here: requests and answers were not checked against one");

    private protected abstract ForgeServer CreateServer();

    private protected IForge Open(string? token = ForgeServer.Good) =>
        _world.Open(Server.RepositoryUrl, Server.Provider, token is null ? GitCredentials.Anonymous : Server.CredentialsOf(token));

    private protected static PullRequestDraft Draft(string title = "a title", string body = "a body") => new(s_head, s_base, title, body, IsDraft: false);

    /// <summary>A failure, which never tells a secret.</summary>
    private protected static async Task<GitException> FailAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<GitException>(call);
        Evidence.Keep("exception", failure.ToString());
        Assert.All(
            (string[])[ForgeServer.Good, ForgeServer.ReadOnly, ForgeServer.Blind, ForgeServer.Wrong],
            secret => Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal));
        return failure;
    }

    private protected static async Task<bool> Write(HttpContext context, int status, string contentType, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        if (status is not ((int)HttpStatusCode.NoContent or (int)HttpStatusCode.NotModified))
        {
            await context.Response.WriteAsync(body, context.RequestAborted);
        }

        return true;
    }

    /// <summary>So many seconds from now on, by the forge's own clock, which is a day late.</summary>
    private static string Reset(HttpContext context, int seconds)
    {
        var now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        context.Response.Headers.Date = now.ToString("R");
        return now.AddSeconds(seconds).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
