using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FastDataOperator.Api;
using FastDataOperator.Leadership;
using FastDataOperator.Testing;
using k8s;

namespace FastDataOperator.Tests.Leadership;

/// <summary>An elector with a chance of one half, and an API server whose answers a test writes.</summary>
public abstract class LeaseElectorWorld : IAsyncLifetime
{
    private protected const string Leases = "/apis/coordination.k8s.io/v1/namespaces/operators/leases";
    private protected const string Lease = Leases + "/fastdata-operator";

    private protected const string AddressAnnotation = "fastdata.gitops.dev/webhook-address";

    /// <summary>With a chance of one half: a tenth more.</summary>
    private protected static readonly TimeSpan Retry = TimeSpan.FromSeconds(5.5);
    private protected static readonly TimeSpan SoonerRetry = TimeSpan.FromSeconds(1.1);
    private protected static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private readonly Meter _meter = new("test");
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private Kubernetes _client = null!;

    private protected LeaseElectorWorld() => Measured = new Measured(_meter);

    private protected ArmedTime Time { get; } = new();

    private protected Measured Measured { get; }

    private protected CollectedLog Log { get; } = new();

    private protected CancellationTokenSource Stop { get; } = new();

    private protected Channel<LeadershipTerm> Terms { get; } = Channel.CreateUnbounded<LeadershipTerm>();

    private protected Channel<string?> Addresses { get; } = Channel.CreateUnbounded<string?>();

    private protected TaskCompletionSource LeadMayReturn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected ScriptedApiServer Server { get; private set; } = null!;

    private protected Task Running { get; private set; } = Task.CompletedTask;

    private protected CancellationToken Cancellation => _limit.Token;

    private protected double MasterStatus => Measured.Read()["leader_election_master_status"];

    public async ValueTask InitializeAsync()
    {
        Server = await ScriptedApiServer.StartAsync();
        _client = new Kubernetes(new KubernetesClientConfiguration { Host = Server.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Stop.CancelAsync();
        LeadMayReturn.TrySetResult();
        _client.Dispose();
        await Server.DisposeAsync();
        Measured.Dispose();
        _meter.Dispose();
        _limit.Dispose();
        Stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static JsonObject LeaseOf(string holder, string version, int duration = 35, string renewed = "2000-01-01T00:00:00.000000Z", int transitions = 0) => new()
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

    private protected static JsonNode SpecOf(ScriptedCall call) => JsonNode.Parse(call.Body)!["spec"]!;

    private protected static string? VersionOf(ScriptedCall call) => (string?)JsonNode.Parse(call.Body)!["metadata"]!["resourceVersion"];

    private protected static Task AcceptAsync(ScriptedCall call, string version)
    {
        var lease = JsonNode.Parse(call.Body)!;
        lease["metadata"]!["resourceVersion"] = version;
        return call.AnswerAsync(lease);
    }

    private protected static string? AnnotationsOf(ScriptedCall call) => JsonNode.Parse(call.Body)!["metadata"]!["annotations"]?.ToJsonString();

    private protected void Run(string? address = null) => Run(
        term =>
        {
            Terms.Writer.TryWrite(term);
            return LeadMayReturn.Task;
        },
        address);

    private protected void Run(Func<LeadershipTerm, Task> lead, string? address = null)
    {
        var claim = new LeaseClaim { Lease = new ObjectKey("operators", "fastdata-operator"), Identity = "me", Address = address };
        var signals = new LeadershipSignals(claim, Log, _meter) { Following = told => Addresses.Writer.TryWrite(told) };
        var elector = new LeaseElector(_client, claim, signals, Time, static () => 0.5);
        Running = elector.RunAsync(lead, Stop.Token);
    }

    /// <summary>Leads since 0 s, on version 8, in the fifth transition.</summary>
    private protected async Task<LeadershipTerm> LeadingAsync()
    {
        Run();
        await (await NextAsync("GET", Lease)).AnswerAsync(LeaseOf("", "7", transitions: 4));
        await AcceptAsync(await NextAsync("PUT", Lease), "8");
        return await TermAsync();
    }

    private protected ValueTask<LeadershipTerm> TermAsync() => Terms.Reader.ReadAsync(Cancellation);

    private protected async Task<ScriptedCall> NextAsync(string method, string path)
    {
        var call = await Server.NextAsync(Cancellation);
        Assert.Equal($"{method} {path}", $"{call.Method} {call.Path}");
        return call;
    }

    private protected async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(cancelled.SetResult))
        {
            await cancelled.Task.WaitAsync(Cancellation);
        }
    }

    private protected async Task<IReadOnlyCollection<string>> LoggedAsync(string words)
    {
        while (!Log.Lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return Log.Lines;
    }
}
