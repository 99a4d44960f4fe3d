namespace FastDataOperator.Tests.Leadership;

/// <summary>How the Lease is got, kept and lost.</summary>
public sealed class LeaseElectorTests : LeaseElectorWorld
{
    [Fact]
    public async Task Elector_GivenNoLease_ThenCreatesItAndLeads()
    {
        Run();
        Assert.Equal(0, MasterStatus);
        await (await NextAsync("GET", Lease)).RefuseAsync(404, "NotFound");
        var create = await NextAsync("POST", Leases);
        var spec = SpecOf(create);
        Assert.Equal("me", (string?)spec["holderIdentity"]);
        Assert.Equal(35, (int?)spec["leaseDurationSeconds"]);
        Assert.Equal(0, (int?)spec["leaseTransitions"]);
        Assert.Equal("2000-01-01T00:00:00.000000Z", (string?)spec["acquireTime"]);
        Assert.Equal("2000-01-01T00:00:00.000000Z", (string?)spec["renewTime"]);
        await AcceptAsync(create, "1");

        var term = await TermAsync();
        Assert.True(term.IsCurrent);
        Assert.Equal(1, MasterStatus);
        Assert.Contains("name=fastdata-operator", Measured.Labels);
        Assert.Contains("Information: Acquired Lease operators/fastdata-operator as me: leading", Log.Lines);
    }

    [Fact]
    public async Task Elector_GivenAReleasedLease_ThenTakesItOnTheVersionThatItReadAndCountsTheTransition()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7", duration: 1, transitions: 4));
        var take = await NextAsync("PUT", Lease);
        Assert.Equal("7", VersionOf(take));
        Assert.Equal(5, (int?)SpecOf(take)["leaseTransitions"]);
        Assert.Equal(35, (int?)SpecOf(take)["leaseDurationSeconds"]);
        await AcceptAsync(take, "8");
        await TermAsync();
    }

    [Fact]
    public async Task Elector_GivenALeader_ThenRenewsOnTheVersionThatItWroteAndKeepsWhenItAcquired()
    {
        await LeadingAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("8", VersionOf(renewal));
        Assert.Equal(5, (int?)SpecOf(renewal)["leaseTransitions"]);
        Assert.Equal("2000-01-01T00:00:00.000000Z", (string?)SpecOf(renewal)["acquireTime"]);
        Assert.Equal("2000-01-01T00:00:05.500000Z", (string?)SpecOf(renewal)["renewTime"]);
        await AcceptAsync(renewal, "9");
        await Time.ExpireAsync(Retry, Cancellation);
        Assert.Equal("9", VersionOf(await NextAsync("PUT", Lease)));
    }

    [Fact]
    public async Task Elector_GivenAnotherHolderThatRenews_ThenWaitsForEverWhateverItsClockSays()
    {
        Run();
        for (var round = 0; round < 12; round++)
        {
            // A clock that is a year behind, and one that is a year ahead.
            await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", $"{round}", renewed: round % 2 == 0 ? $"1999-01-01T00:00:{round:00}.000000Z" : $"2001-01-01T00:00:{round:00}.000000Z"));
            await Time.ExpireAsync(Retry, Cancellation);
        }

        await NextAsync("GET", Lease);
        Assert.Single(Log.Lines, static line => line == "Information: Waiting for Lease operators/fastdata-operator: other leads");
        Assert.Equal(0, MasterStatus);
    }

    [Fact]
    public async Task Elector_GivenAnotherHolderThatDied_ThenTakesTheLeaseOnceItSawNoChangeForTheHoldersDuration()
    {
        Run();
        for (var round = 0; round < 4; round++)
        {
            // Seen at 0, 5.5, 11 and 16.5 s; the last change is the one at 5.5 s, and what is no sign of life (another version) does not count.
            await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", $"{round}", duration: 15, renewed: $"2050-01-01T00:00:0{(round == 0 ? 1 : 2)}.000000Z", transitions: 4));
            await Time.ExpireAsync(Retry, Cancellation);
        }

        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", "5", duration: 15, renewed: "2050-01-01T00:00:02.000000Z", transitions: 4));
        var take = await NextAsync("PUT", Lease);
        Assert.Equal("5", VersionOf(take));
        Assert.Equal(5, (int?)SpecOf(take)["leaseTransitions"]);
        Assert.Equal("2000-01-01T00:00:22.000000Z", (string?)SpecOf(take)["acquireTime"]);
        await AcceptAsync(take, "6");
        await TermAsync();
    }

    [Fact]
    public async Task Elector_GivenSomebodyWasFaster_ThenDoesNotLeadAndTriesAgain()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await Time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("GET", Lease)).RefuseAsync(404, "NotFound");
        await (await NextAsync("POST", Leases)).RefuseAsync(409, "AlreadyExists");
        await Time.ExpireAsync(Retry, Cancellation);
        await NextAsync("GET", Lease);
        Assert.Equal(0, Terms.Reader.Count);
    }

    [Fact]
    public async Task Elector_GivenAnApiServerThatCannotBeReachedAtFirst_ThenTriesUntilItCan()
    {
        Run();
        await (await NextAsync("GET", Lease)).RefuseAsync(500, "InternalError");
        await Time.ExpireAsync(Retry, Cancellation);
        (await NextAsync("GET", Lease)).Abort();
        await Time.ExpireAsync(Retry, Cancellation);
        var hanging = await NextAsync("GET", Lease);
        Time.Advance(CallTimeout);
        await hanging.Left.WaitAsync(Cancellation);
        await Time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        await TermAsync();
        Assert.Contains(Log.Lines, static line => line.EndsWith("the API server answered 500 scripted InternalError", StringComparison.Ordinal));
        Assert.Contains(Log.Lines, static line => line.EndsWith("the API server did not answer in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenAConflictWhileTheLeaseIsStillOurs_ThenRenewsOnTheNewVersionAndGoesOn()
    {
        var term = await LeadingAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "100", transitions: 5));
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("100", VersionOf(renewal));
        await AcceptAsync(renewal, "101");
        await Time.ExpireAsync(Retry, Cancellation);
        Assert.Equal("101", VersionOf(await NextAsync("PUT", Lease)));
        Assert.True(term.IsCurrent);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("")]
    public async Task Elector_GivenALeaseThatIsNotOursAnyMore_ThenTheTermIsOverAtOnceAndItCompetesAgainAfterLeadReturned(string holder)
    {
        var term = await LeadingAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf(holder, "100"));
        await CancelledAsync(term.Lost);
        Assert.False(term.IsCurrent);
        Assert.Equal(0, MasterStatus);

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(Server.HasCalls);
        LeadMayReturn.SetResult();
        await NextAsync("GET", Lease);
    }

    [Fact]
    public async Task Elector_GivenAnOutageShorterThanTheDeadline_ThenTheTermGoesOn()
    {
        var term = await LeadingAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(503, "ServiceUnavailable");

        // What was written last is unknown after a failure: it is read again. Until 25.3 s.
        for (var attempt = 0; attempt < 18; attempt++)
        {
            await Time.ExpireAsync(SoonerRetry, Cancellation);
            (await NextAsync("GET", Lease)).Abort();
        }

        Assert.True(term.IsCurrent);
        await Time.ExpireAsync(SoonerRetry, Cancellation);
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8", transitions: 5));
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("8", VersionOf(renewal));
        await AcceptAsync(renewal, "9");
        await Time.ExpireAsync(Retry, Cancellation);
        await NextAsync("PUT", Lease);
        Assert.True(term.IsCurrent);
        Assert.False(term.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Elector_GivenRequestsThatHangPastTheDeadline_ThenTheTermEndsWithoutThemAndNothingRenewsIt()
    {
        var term = await LeadingAsync();
        await Time.ExpireAsync(Retry, Cancellation);
        var hanging = await NextAsync("PUT", Lease);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Time.Advance(CallTimeout);
            await Time.ExpireAsync(SoonerRetry, Cancellation);
            await hanging.Left.WaitAsync(Cancellation);
            hanging = await NextAsync("GET", Lease);
        }

        // 29.9 s after the Lease was taken.
        Assert.True(term.IsCurrent);
        Assert.False(term.Lost.IsCancellationRequested);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(term.IsCurrent);
        await CancelledAsync(term.Lost);
        await hanging.Left.WaitAsync(Cancellation);
        Assert.Contains("Warning: Lost Lease operators/fastdata-operator: it could not be renewed for 30 s. Nothing is written until it is acquired again", await LoggedAsync("Lost Lease"));

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(Server.HasCalls);
        LeadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8", transitions: 5));
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        Assert.NotSame(term, await TermAsync());
        Assert.False(term.IsCurrent);
    }
}
