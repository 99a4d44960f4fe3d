namespace FastDataOperator.Tests.Leadership;

/// <summary>How the Lease is given back.</summary>
public sealed class LeaseReleaseTests : LeaseElectorWorld
{
    [Fact]
    public async Task Elector_GivenStop_ThenLeadIsToldTheLeaseIsKeptMeanwhileAndReleasedAfterwards()
    {
        var term = await LeadingAsync();
        await Stop.CancelAsync();
        await CancelledAsync(term.Ending);
        Assert.True(term.IsCurrent);
        await Time.ExpireAsync(Retry, Cancellation);
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        await Time.ArmedAsync(Retry, Cancellation);

        LeadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "9", transitions: 5));
        Assert.False(term.IsCurrent);
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("9", VersionOf(release));
        Assert.Equal("", (string?)SpecOf(release)["holderIdentity"]);
        Assert.Equal(1, (int?)SpecOf(release)["leaseDurationSeconds"]);
        Assert.Equal(5, (int?)SpecOf(release)["leaseTransitions"]);
        await AcceptAsync(release, "10");
        await Running.WaitAsync(Cancellation);
        Assert.Contains("Information: Released Lease operators/fastdata-operator", Log.Lines);
        Assert.Equal(0, MasterStatus);
    }

    [Fact]
    public async Task Elector_GivenStopAndALeaseThatIsNotOursAnyMore_ThenItIsLeftAlone()
    {
        await LeadingAsync();
        await Stop.CancelAsync();
        LeadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", "100"));
        await Running.WaitAsync(Cancellation);
        Assert.False(Server.HasCalls);
        Assert.DoesNotContain(Log.Lines, static line => line.Contains("Released", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenAReleaseThatMeetsALateRenewalOfOurOwn_ThenReleasesOnTheNewVersion()
    {
        await LeadingAsync();
        await Stop.CancelAsync();
        LeadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "9"));
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("9", VersionOf(release));
        await AcceptAsync(release, "10");
        await Running.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Elector_GivenStopWhileTheApiServerHangs_ThenStopsAfterOneTimeout()
    {
        await LeadingAsync();
        await Stop.CancelAsync();
        LeadMayReturn.SetResult();
        await NextAsync("GET", Lease);
        Time.Advance(CallTimeout);
        await Running.WaitAsync(Cancellation);
        Assert.Contains(Log.Lines, static line => line.StartsWith("Warning: Could not release Lease", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenStopWhileAnotherLeads_ThenStopsWithoutAWord()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", "7"));
        await Time.ArmedAsync(Retry, Cancellation);
        await Stop.CancelAsync();
        await Running.WaitAsync(Cancellation);
        Assert.False(Server.HasCalls);
    }

    [Fact]
    public async Task Elector_GivenStopWhileTheLeaseIsBeingTaken_ThenReleasesWhatItMayHaveGot()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await NextAsync("PUT", Lease);
        await Stop.CancelAsync();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("", (string?)SpecOf(release)["holderIdentity"]);
        await AcceptAsync(release, "9");
        await Running.WaitAsync(Cancellation);
        Assert.Equal(0, Terms.Reader.Count);
    }

    [Fact]
    public async Task Elector_GivenLeadThrows_ThenReleasesAndThrows()
    {
        Run(static _ => throw new InvalidOperationException("broken"));
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => Running.WaitAsync(Cancellation))).Message);
    }
}
