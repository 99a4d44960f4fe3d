using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>A push reaches the destination by its webhook, with an interval that nobody would wait for.</summary>
public sealed class WebhookTests(Cluster cluster) : IDisposable
{
    private const string Secret = TestSecrets.Canary + "-that-nobody-guesses";

    private readonly HttpClient _client = new();
    private readonly TemporaryDirectory _secrets = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _secrets.Dispose();
    }

    [Fact]
    public async Task Push_WithASignedWebhook_ReachesTheDestinationAtOnce_AndWithAnUnsignedOneDoesNot()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var otherSource = world.CreateRepository("other-core", "customer-core");
        var otherDestination = world.CreateRepository("other", "marketing");
        var (hooks, process) = await StartAsync(world, "operator-1");
        await process.ReadyAsync(CancellationToken);
        await world.CreateImportAsync(OnceAnHour(world, "customer-core", "marketing"));
        await world.CreateImportAsync(OnceAnHour(world, "other-core", "other"), "other");
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        await world.Imports.WaitForAsync("other", "Ready", CancellationToken);
        var (tip, otherTip) = (world.Destination.Tip("main"), otherDestination.Tip("main"));
        OperatorWorld.Commit(world.Source, "customer-core.next");
        OperatorWorld.Commit(otherSource, "customer-core.next");

        // The unsigned one comes first: were it heeded, its import would be worked on by the time the other's push is there.
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hooks, world.UrlOf("customer-core"), secret: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hooks, world.UrlOf("customer-core"), TestSecrets.Canary + "-another-secret"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hooks, world.UrlOf("other-core"), Secret));
        await world.PushedAsync(otherTip, otherDestination);
        Assert.Equal(tip, world.Destination.Tip("main"));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hooks, world.UrlOf("customer-core"), Secret));
        await world.ReportedAsync(await world.PushedAsync(tip));
        Assert.DoesNotContain(Secret, string.Join('\n', process.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_ToTheDestination_BringsTheImportBackToItsReferences()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var (hooks, process) = await StartAsync(world, "operator-1");
        await process.ReadyAsync(CancellationToken);
        await world.CreateImportAsync(OnceAnHour(world, "customer-core", "marketing"));
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        var imported = world.Destination.Tip("main")!;
        var configuration = world.Configuration();
        world.Edit(world.Destination.Git("show", $"{imported}~1:fastdata-config.json"));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hooks, world.UrlOf("marketing"), Secret));

        await world.ReportedAsync(await world.PushedAsync(world.Destination.Tip("main")));
        Assert.Equal(configuration, world.Configuration());
    }

    [Fact]
    public async Task Push_ToldToAReplicaThatStandsBy_ReachesTheDestinationToo()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var (_, leader) = await StartAsync(world, "operator-1");
        await leader.LogAsync("leading", CancellationToken);
        var (hooks, other) = await StartAsync(world, "operator-2");
        await other.LogAsync("Waiting for Lease", CancellationToken);
        await world.CreateImportAsync(OnceAnHour(world, "customer-core", "marketing"));
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        var tip = world.Destination.Tip("main");
        OperatorWorld.Commit(world.Source, "customer-core.next");

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hooks, world.UrlOf("customer-core"), Secret));

        await world.ReportedAsync(await world.PushedAsync(tip));
        Assert.Contains("fastdata_webhook_requests_total{provider=\"relay\",result=\"accepted\"} 1", await leader.MetricsAsync(CancellationToken), StringComparison.Ordinal);
        Assert.Contains("fastdata_webhook_requests_total{provider=\"github\",result=\"accepted\"} 1", await other.MetricsAsync(CancellationToken), StringComparison.Ordinal);
    }

    private async Task<(Uri Hooks, OperatorProcess Process)> StartAsync(OperatorWorld world, string pod)
    {
        await File.WriteAllTextAsync(_secrets["github"], Secret + "\n", CancellationToken);
        var hooks = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/hooks/github");
        var process = world.Start(null, pod, "--webhook-bind-address", hooks.Authority, "--webhook-secrets-directory", _secrets.Path);
        await process.AliveAsync(CancellationToken);
        return (hooks, process);
    }

    private static JsonObject OnceAnHour(OperatorWorld world, string source, string destination)
    {
        var spec = world.Spec(destination);
        spec["interval"] = "1h";
        spec["source"]!["repository"]!["url"] = world.UrlOf(source);
        return spec;
    }

    /// <summary>As GitHub sends it.</summary>
    private async Task<HttpStatusCode> PostAsync(Uri hooks, string repository, string? secret)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"ref": "refs/heads/main", "repository": {"name": "x", "clone_url": "{{{repository}}}"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, hooks);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        request.Headers.Add("X-GitHub-Event", "push");
        if (secret is not null)
        {
            request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        }

        using var answer = await _client.SendAsync(request, CancellationToken);
        Evidence.Keep("webhook", $"{answer}\n{await answer.Content.ReadAsStringAsync(CancellationToken)}");
        return answer.StatusCode;
    }
}
