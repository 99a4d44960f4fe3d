using System.Text.Json.Nodes;

namespace FastDataOperator.Tests.Cli.Kubectl;

public sealed class ReconcileVerbTests : IAsyncLifetime
{
    private const string Annotation = "reconcile.fastdata.gitops.dev/requestedAt";

    private PluginCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await PluginCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("True", "False", 0)]
    [InlineData("False", "False", 1)]
    [InlineData("False", "True", 1)]
    public void Reconcile_GivenAnAnswer_ThenTellsIt(string ready, string stalled, int expected)
    {
        _cluster.Add("orders");
        _cluster.Patched = import => import["status"] = JsonNode.Parse($$"""
            {"lastHandledReconcileAt":"{{import["metadata"]!["annotations"]![Annotation]!.GetValue<string>()}}",
             "conditions":[{"type":"Ready","status":"{{ready}}","message":"what there is to say"},{"type":"Stalled","status":"{{stalled}}"}]}
            """);

        var reconcile = _cluster.Run("reconcile", "orders");

        Assert.Equal(expected, reconcile.ExitCode);
        Assert.Contains("team-a/orders: what there is to say", reconcile.Output + reconcile.Error, StringComparison.Ordinal);
        var patch = Assert.Single(_cluster.Calls, static call => call.Line.StartsWith("PATCH", StringComparison.Ordinal));
        Assert.Matches("""\A\{"metadata":\{"annotations":\{"reconcile\.fastdata\.gitops\.dev/requestedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z"\}\}\}\z""", patch.Body);
    }

    [Fact]
    public void Reconcile_GivenNoAnswer_ThenEndsInTime()
    {
        _cluster.Add("orders");

        var reconcile = _cluster.Run("reconcile", "orders", "--timeout", "100ms");

        Assert.Equal((1, ""), (reconcile.ExitCode, reconcile.Output));
        Assert.Contains("team-a/orders was not answered in 100ms\n  kubectl fastdata events orders", reconcile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reconcile_GivenNotToWait_ThenOnlyAsks()
    {
        _cluster.Add("orders");

        var reconcile = _cluster.Run("reconcile", "orders", "--wait=false");

        Assert.Equal((0, "team-a/orders is asked to reconcile.\n"), (reconcile.ExitCode, reconcile.Error));
        Assert.Equal(2, _cluster.Calls.Count);
    }

    [Fact]
    public void Reconcile_GivenASuspendedImport_ThenRefusesAndAsksNothing()
    {
        _cluster.Add("orders", spec: """{"suspend":true}""");

        var reconcile = _cluster.Run("reconcile", "orders");

        Assert.Equal(1, reconcile.ExitCode);
        Assert.Contains("team-a/orders is suspended\n  run kubectl fastdata resume orders -n team-a first", reconcile.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_cluster.Calls, static call => call.Line.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public void Reconcile_GivenAll_ThenLeavesTheSuspendedAlone()
    {
        _cluster.Add("orders", spec: """{"suspend":true}""");
        _cluster.Add("customers");

        var reconcile = _cluster.Run("reconcile", "--all", "--wait=false");

        Assert.Equal((0, "team-a/orders is suspended, and left alone.\nteam-a/customers is asked to reconcile.\n"), (reconcile.ExitCode, reconcile.Error));
    }
}
