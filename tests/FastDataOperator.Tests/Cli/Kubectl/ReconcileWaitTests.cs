using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Api;
using FastDataOperator.Cli.Kubectl;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Cli.Kubectl;

public sealed class ReconcileWaitTests
{
    private static readonly ObjectKey s_key = new("team-a", "orders");

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task Wait_GivenNothing_ThenNotesItOnceAfterTenSecondsAndEndsInTime()
    {
        // Each look costs a second of the fake clock, and with it the pause passes.
        var wait = Wait(_ => Import("{}"));

        var left = await wait.RunAsync([new AskedImport(s_key, "now", null)], TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(["note team-a/orders"], _told);
        Assert.Single(left);
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
    }

    [Fact]
    public async Task Wait_GivenTheAnswerOfAnEarlierRequest_ThenGoesOn()
    {
        var wait = Wait(look => Import(look < 3
            ? """{"lastHandledReconcileAt":"before","conditions":[{"type":"Ready","status":"True"}]}"""
            : """{"lastHandledReconcileAt":"now","conditions":[{"type":"Ready","status":"True"}]}"""));

        Assert.Empty(await wait.RunAsync([new AskedImport(s_key, "now", null)], TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
        Assert.Equal(["3: Ready"], _told);
    }

    [Fact]
    public async Task Wait_GivenItWasStalledBefore_ThenOnlyANewReasonIsAnAnswer()
    {
        const string Before = """{"conditions":[{"type":"Stalled","status":"True","reason":"Old","observedGeneration":1}]}""";
        var wait = Wait(look => Import(look < 3 ? Before : Before.Replace("Old", "New", StringComparison.Ordinal)));

        Assert.Empty(await wait.RunAsync([new AskedImport(s_key, "now", Import(Before).Condition("Stalled"))], TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
        Assert.Equal(["3: Stalled"], _told);
    }

    private ReconcileWait Wait(Func<int, ClusterImport> look)
    {
        var looks = 0;
        _time.AutoAdvanceAmount = TimeSpan.Zero;
        return new ReconcileWait(
            (_, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(look(++looks));
            },
            (_, answer) => _told.Add($"{looks}: {answer}"),
            key => _told.Add($"note {key}"),
            new PassingTime(_time));
    }

    private static ClusterImport Import(string status)
    {
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "orders", ["namespace"] = "team-a", ["generation"] = 1 },
            ["spec"] = new JsonObject(),
            ["status"] = JsonNode.Parse(status),
        };
        return ClusterImport.Of(JsonSerializer.SerializeToElement(json));
    }

    /// <summary>The fake clock, whose timers are due at once.</summary>
    private sealed class PassingTime(FakeTimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
