using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FastDataOperator.Api;
using FastDataOperator.Leadership;
using FastDataOperator.Testing;
using k8s;

namespace FastDataOperator.Tests.Leadership;

public sealed class LeaseElectorTests : IAsyncLifetime
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/operators/leases";
    private const string Lease = Leases + "/fastdata-operator";

    private const string AddressAnnotation = "fastdata.gitops.dev/webhook-address";

    /// <summary>With a chance of one half: a tenth more.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5.5);
    private static readonly TimeSpan SoonerRetry = TimeSpan.FromSeconds(1.1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private readonly ArmedTime _time = new();
    private readonly Meter _meter = new("test");
    private readonly Measured _measured;
    private readonly CollectedLog _log = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<LeadershipTerm> _terms = Channel.CreateUnbounded<LeadershipTerm>();
    private readonly Channel<string?> _addresses = Channel.CreateUnbounded<string?>();
    private readonly TaskCompletionSource _leadMayReturn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedApiServer _server = null!;
    private Kubernetes _client = null!;
    private Task _running = Task.CompletedTask;

    public LeaseElectorTests() => _measured = new Measured(_meter);

    private CancellationToken Cancellation => _limit.Token;

    private double MasterStatus => _measured.Read()["leader_election_master_status"];

    public async ValueTask InitializeAsync()
    {
        _server = await ScriptedApiServer.StartAsync();
        _client = new Kubernetes(new KubernetesClientConfiguration { Host = _server.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _leadMayReturn.TrySetResult();
        _client.Dispose();
        await _server.DisposeAsync();
        _measured.Dispose();
        _meter.Dispose();
        _limit.Dispose();
        _stop.Dispose();
    }

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
        Assert.Contains("name=fastdata-operator", _measured.Labels);
        Assert.Contains("Information: Acquired Lease operators/fastdata-operator as me: leading", _log.Lines);
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
        await _time.ExpireAsync(Retry, Cancellation);
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("8", VersionOf(renewal));
        Assert.Equal(5, (int?)SpecOf(renewal)["leaseTransitions"]);
        Assert.Equal("2000-01-01T00:00:00.000000Z", (string?)SpecOf(renewal)["acquireTime"]);
        Assert.Equal("2000-01-01T00:00:05.500000Z", (string?)SpecOf(renewal)["renewTime"]);
        await AcceptAsync(renewal, "9");
        await _time.ExpireAsync(Retry, Cancellation);
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
            await _time.ExpireAsync(Retry, Cancellation);
        }

        await NextAsync("GET", Lease);
        Assert.Single(_log.Lines, static line => line == "Information: Waiting for Lease operators/fastdata-operator: other leads");
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
            await _time.ExpireAsync(Retry, Cancellation);
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
        await _time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("GET", Lease)).RefuseAsync(404, "NotFound");
        await (await NextAsync("POST", Leases)).RefuseAsync(409, "AlreadyExists");
        await _time.ExpireAsync(Retry, Cancellation);
        await NextAsync("GET", Lease);
        Assert.Equal(0, _terms.Reader.Count);
    }

    [Fact]
    public async Task Elector_GivenAnApiServerThatCannotBeReachedAtFirst_ThenTriesUntilItCan()
    {
        Run();
        await (await NextAsync("GET", Lease)).RefuseAsync(500, "InternalError");
        await _time.ExpireAsync(Retry, Cancellation);
        (await NextAsync("GET", Lease)).Abort();
        await _time.ExpireAsync(Retry, Cancellation);
        var hanging = await NextAsync("GET", Lease);
        _time.Advance(CallTimeout);
        await hanging.Left.WaitAsync(Cancellation);
        await _time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        await TermAsync();
        Assert.Contains(_log.Lines, static line => line.EndsWith("the API server answered 500 scripted InternalError", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, static line => line.EndsWith("the API server did not answer in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenAConflictWhileTheLeaseIsStillOurs_ThenRenewsOnTheNewVersionAndGoesOn()
    {
        var term = await LeadingAsync();
        await _time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "100", transitions: 5));
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("100", VersionOf(renewal));
        await AcceptAsync(renewal, "101");
        await _time.ExpireAsync(Retry, Cancellation);
        Assert.Equal("101", VersionOf(await NextAsync("PUT", Lease)));
        Assert.True(term.IsCurrent);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("")]
    public async Task Elector_GivenALeaseThatIsNotOursAnyMore_ThenTheTermIsOverAtOnceAndItCompetesAgainAfterLeadReturned(string holder)
    {
        var term = await LeadingAsync();
        await _time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf(holder, "100"));
        await CancelledAsync(term.Lost);
        Assert.False(term.IsCurrent);
        Assert.Equal(0, MasterStatus);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_server.HasCalls);
        _leadMayReturn.SetResult();
        await NextAsync("GET", Lease);
    }

    [Fact]
    public async Task Elector_GivenAnOutageShorterThanTheDeadline_ThenTheTermGoesOn()
    {
        var term = await LeadingAsync();
        await _time.ExpireAsync(Retry, Cancellation);
        await (await NextAsync("PUT", Lease)).RefuseAsync(503, "ServiceUnavailable");

        // What was written last is unknown after a failure: it is read again. Until 25.3 s.
        for (var attempt = 0; attempt < 18; attempt++)
        {
            await _time.ExpireAsync(SoonerRetry, Cancellation);
            (await NextAsync("GET", Lease)).Abort();
        }

        Assert.True(term.IsCurrent);
        await _time.ExpireAsync(SoonerRetry, Cancellation);
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8", transitions: 5));
        var renewal = await NextAsync("PUT", Lease);
        Assert.Equal("8", VersionOf(renewal));
        await AcceptAsync(renewal, "9");
        await _time.ExpireAsync(Retry, Cancellation);
        await NextAsync("PUT", Lease);
        Assert.True(term.IsCurrent);
        Assert.False(term.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Elector_GivenRequestsThatHangPastTheDeadline_ThenTheTermEndsWithoutThemAndNothingRenewsIt()
    {
        var term = await LeadingAsync();
        await _time.ExpireAsync(Retry, Cancellation);
        var hanging = await NextAsync("PUT", Lease);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            _time.Advance(CallTimeout);
            await _time.ExpireAsync(SoonerRetry, Cancellation);
            await hanging.Left.WaitAsync(Cancellation);
            hanging = await NextAsync("GET", Lease);
        }

        // 29.9 s after the Lease was taken.
        Assert.True(term.IsCurrent);
        Assert.False(term.Lost.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(term.IsCurrent);
        await CancelledAsync(term.Lost);
        await hanging.Left.WaitAsync(Cancellation);
        Assert.Contains("Warning: Lost Lease operators/fastdata-operator: it could not be renewed for 30 s. Nothing is written until it is acquired again", await LoggedAsync("Lost Lease"));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_server.HasCalls);
        _leadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8", transitions: 5));
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        Assert.NotSame(term, await TermAsync());
        Assert.False(term.IsCurrent);
    }

    [Fact]
    public async Task Elector_GivenStop_ThenLeadIsToldTheLeaseIsKeptMeanwhileAndReleasedAfterwards()
    {
        var term = await LeadingAsync();
        await _stop.CancelAsync();
        await CancelledAsync(term.Ending);
        Assert.True(term.IsCurrent);
        await _time.ExpireAsync(Retry, Cancellation);
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        await _time.ArmedAsync(Retry, Cancellation);

        _leadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "9", transitions: 5));
        Assert.False(term.IsCurrent);
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("9", VersionOf(release));
        Assert.Equal("", (string?)SpecOf(release)["holderIdentity"]);
        Assert.Equal(1, (int?)SpecOf(release)["leaseDurationSeconds"]);
        Assert.Equal(5, (int?)SpecOf(release)["leaseTransitions"]);
        await AcceptAsync(release, "10");
        await _running.WaitAsync(Cancellation);
        Assert.Contains("Information: Released Lease operators/fastdata-operator", _log.Lines);
        Assert.Equal(0, MasterStatus);
    }

    [Fact]
    public async Task Elector_GivenStopAndALeaseThatIsNotOursAnyMore_ThenItIsLeftAlone()
    {
        await LeadingAsync();
        await _stop.CancelAsync();
        _leadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", "100"));
        await _running.WaitAsync(Cancellation);
        Assert.False(_server.HasCalls);
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("Released", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenAReleaseThatMeetsALateRenewalOfOurOwn_ThenReleasesOnTheNewVersion()
    {
        await LeadingAsync();
        await _stop.CancelAsync();
        _leadMayReturn.SetResult();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        await (await NextAsync("PUT", Lease)).RefuseAsync(409, "Conflict");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "9"));
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("9", VersionOf(release));
        await AcceptAsync(release, "10");
        await _running.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Elector_GivenStopWhileTheApiServerHangs_ThenStopsAfterOneTimeout()
    {
        await LeadingAsync();
        await _stop.CancelAsync();
        _leadMayReturn.SetResult();
        await NextAsync("GET", Lease);
        _time.Advance(CallTimeout);
        await _running.WaitAsync(Cancellation);
        Assert.Contains(_log.Lines, static line => line.StartsWith("Warning: Could not release Lease", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elector_GivenStopWhileAnotherLeads_ThenStopsWithoutAWord()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("other", "7"));
        await _time.ArmedAsync(Retry, Cancellation);
        await _stop.CancelAsync();
        await _running.WaitAsync(Cancellation);
        Assert.False(_server.HasCalls);
    }

    [Fact]
    public async Task Elector_GivenStopWhileTheLeaseIsBeingTaken_ThenReleasesWhatItMayHaveGot()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await NextAsync("PUT", Lease);
        await _stop.CancelAsync();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        var release = await NextAsync("PUT", Lease);
        Assert.Equal("", (string?)SpecOf(release)["holderIdentity"]);
        await AcceptAsync(release, "9");
        await _running.WaitAsync(Cancellation);
        Assert.Equal(0, _terms.Reader.Count);
    }

    [Fact]
    public async Task Elector_GivenAnAddress_ThenWritesItWithEverySignOfLifeAndLeavesOtherAnnotations()
    {
        Run("10.1.2.3:9292");
        var lease = LeaseOf("", "7");
        lease["metadata"]!["annotations"] = new JsonObject { ["a"] = "b", [AddressAnnotation] = "10.9.9.9:1" };
        await (await NextAsync("GET", Lease)).AnswerAsync(lease);
        var take = await NextAsync("PUT", Lease);
        Assert.Equal($$"""{"a":"b","{{AddressAnnotation}}":"10.1.2.3:9292"}""", AnnotationsOf(take));
        await AcceptAsync(take, "8");
        await TermAsync();
        await _time.ExpireAsync(Retry, Cancellation);
        Assert.Equal($$"""{"a":"b","{{AddressAnnotation}}":"10.1.2.3:9292"}""", AnnotationsOf(await NextAsync("PUT", Lease)));
    }

    [Fact]
    public async Task Elector_GivenNoAddress_ThenTakesAwayThatOfTheHolderBefore()
    {
        Run();
        var lease = LeaseOf("", "7");
        lease["metadata"]!["annotations"] = new JsonObject { [AddressAnnotation] = "10.9.9.9:1" };
        await (await NextAsync("GET", Lease)).AnswerAsync(lease);
        Assert.Null(AnnotationsOf(await NextAsync("PUT", Lease)));
    }

    [Fact]
    public async Task Elector_GivenAnotherHolder_ThenTellsWhereItTakesWebhooks()
    {
        Run();
        foreach (var address in (string?[])["10.9.9.9:1", "10.9.9.9:2", null])
        {
            var lease = LeaseOf("other", address ?? "3");
            lease["metadata"]!["annotations"] = address is null ? null : new JsonObject { [AddressAnnotation] = address };
            await (await NextAsync("GET", Lease)).AnswerAsync(lease);
            Assert.Equal(address, await _addresses.Reader.ReadAsync(Cancellation));
            await _time.ExpireAsync(Retry, Cancellation);
        }
    }

    [Fact]
    public async Task Elector_GivenLeadThrows_ThenReleasesAndThrows()
    {
        Run(static _ => throw new InvalidOperationException("broken"));
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7"));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("me", "8"));
        await AcceptAsync(await NextAsync("PUT", Lease), "9");
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => _running.WaitAsync(Cancellation))).Message);
    }

    private static JsonObject LeaseOf(string holder, string version, int duration = 35, string renewed = "2000-01-01T00:00:00.000000Z", int transitions = 0) => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["name"] = "fastdata-operator", ["namespace"] = "operators", ["resourceVersion"] = version },
        ["spec"] = new JsonObject
        {
            ["holderIdentity"] = holder,
            ["leaseDurationSeconds"] = duration,
            ["acquireTime"] = "2000-01-01T00:00:00.000000Z",
            ["renewTime"] = renewed,
            ["leaseTransitions"] = transitions,
        },
    };

    private static JsonNode SpecOf(ScriptedCall call) => JsonNode.Parse(call.Body)!["spec"]!;

    private static string? VersionOf(ScriptedCall call) => (string?)JsonNode.Parse(call.Body)!["metadata"]!["resourceVersion"];

    private static Task AcceptAsync(ScriptedCall call, string version)
    {
        var lease = JsonNode.Parse(call.Body)!;
        lease["metadata"]!["resourceVersion"] = version;
        return call.AnswerAsync(lease);
    }

    private static string? AnnotationsOf(ScriptedCall call) => JsonNode.Parse(call.Body)!["metadata"]!["annotations"]?.ToJsonString();

    private void Run(string? address = null) => Run(
        term =>
        {
            _terms.Writer.TryWrite(term);
            return _leadMayReturn.Task;
        },
        address);

    private void Run(Func<LeadershipTerm, Task> lead, string? address = null)
    {
        var claim = new LeaseClaim { Lease = new ObjectKey("operators", "fastdata-operator"), Identity = "me", Address = address };
        var signals = new LeadershipSignals(claim, _log, _meter) { Following = told => _addresses.Writer.TryWrite(told) };
        var elector = new LeaseElector(_client, claim, signals, _time, static () => 0.5);
        _running = elector.RunAsync(lead, _stop.Token);
    }

    /// <summary>Leads since 0 s, on version 8, in the fifth transition.</summary>
    private async Task<LeadershipTerm> LeadingAsync()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7", transitions: 4));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        return await TermAsync();
    }

    private ValueTask<LeadershipTerm> TermAsync() => _terms.Reader.ReadAsync(Cancellation);

    private async Task<ScriptedCall> NextAsync(string method, string path)
    {
        var call = await _server.NextAsync(Cancellation);
        Assert.Equal($"{method} {path}", $"{call.Method} {call.Path}");
        return call;
    }

    private async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(cancelled.SetResult))
        {
            await cancelled.Task.WaitAsync(Cancellation);
        }
    }

    private async Task<IReadOnlyCollection<string>> LoggedAsync(string words)
    {
        while (!_log.Lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return _log.Lines;
    }
}
