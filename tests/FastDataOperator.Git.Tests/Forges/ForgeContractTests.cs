using System.Net;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>What every forge must do, whatever its API is like. A forge's own tests derive from this with its server.</summary>
public abstract partial class ForgeContractTests : IAsyncLifetime
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
