using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;
using k8s;
using k8s.Models;

namespace FastDataOperator.Cluster.Tests.EndToEnd;

/// <summary>What Prometheus hears of single imports, on which alerts are built.</summary>
public sealed class ImportSeriesTests(Cluster cluster)
{
    private const string Labels = "{name=\"" + OperatorWorld.ImportName + "\",namespace=\"";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scrape_AfterAnImportIsReady_TellsWhenItWasAndHowLongItTook()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var process = await world.StartReadyAsync();

        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);

        await ScrapedAsync(process, text => text.Contains("fastdata_import_last_success_timestamp_seconds" + Labels + world.Space, StringComparison.Ordinal)
            && text.Contains("fastdata_import_reconcile_duration_seconds" + Labels + world.Space, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrape_AfterARefusedImportWasLookedAtAgain_TellsOfNoSuccess()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var process = await world.StartReadyAsync();
        var spec = world.Spec();
        spec["select"]!["erSchemas"]![0]!["name"] = "er_custmer";

        await world.CreateImportAsync(spec);
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Stalled", CancellationToken);
        await ScrapedAsync(process, static text => text.Contains("controller_runtime_reconcile_time_seconds_count{controller=\"fastdataimport\"} 2", StringComparison.Ordinal));

        Assert.DoesNotContain("fastdata_import_last_success_timestamp_seconds{", await process.MetricsAsync(CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_AfterTheSourceMoved_CountsTheLook()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var process = await world.StartReadyAsync();
        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        Assert.Contains("fastdata_look_total{result=\"moved\"} 0", await process.MetricsAsync(CancellationToken), StringComparison.Ordinal);
        var before = world.Destination.Tip("main");

        OperatorWorld.Commit(world.Source, "customer-core.next");
        await world.ReportedAsync(await world.PushedAsync(before));

        Assert.Contains("fastdata_look_total{result=\"moved\"} 1", await process.MetricsAsync(CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_AfterTheLeaseIsAnothers_HasNoImports()
    {
        await using var world = await OperatorWorld.CreateAsync(cluster);
        var process = await world.StartReadyAsync();
        await world.CreateImportAsync();
        await world.Imports.WaitForAsync(OperatorWorld.ImportName, "Ready", CancellationToken);
        await ScrapedAsync(process, static text => text.Contains("fastdata_import_info{", StringComparison.Ordinal));

        await GiveLeaseAwayAsync(world.Space);
        await process.LogAsync("Lost Lease", CancellationToken);

        await ScrapedAsync(process, static text => !text.Contains("fastdata_import_info{", StringComparison.Ordinal));
    }

    private static Task ScrapedAsync(OperatorProcess process, Func<string, bool> isAsWanted)
    {
        var last = "";
        return Patience.UntilAsync(
            async cancellation => isAsWanted(last = await process.MetricsAsync(cancellation)),
            "the metrics were not as wanted",
            () => last,
            CancellationToken);
    }

    private async Task GiveLeaseAwayAsync(string space)
    {
        var leases = cluster.Administrator.CoordinationV1;
        var lease = Assert.Single((await leases.ListNamespacedLeaseAsync(space, cancellationToken: CancellationToken)).Items);
        await leases.PatchNamespacedLeaseAsync(
            new V1Patch("""{"spec":{"holderIdentity":"somebody-else"}}""", V1Patch.PatchType.MergePatch),
            lease.Metadata.Name, space, cancellationToken: CancellationToken);
    }
}
