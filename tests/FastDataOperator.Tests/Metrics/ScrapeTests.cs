using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Metrics;
using FastDataOperator.Tests.Hosting;

namespace FastDataOperator.Tests.Metrics;

/// <summary>Metrics as Prometheus sees them. One collection: the exporter takes in every meter of the process that has the name.</summary>
[Collection("operator host")]
public sealed class ScrapeTests
{
    private const string Controller = "controller=\"fastdataimport\"";

    [Fact]
    public async Task Scrape_OfAFreshHost_HasEverySeriesAtZero()
    {
        await using var host = await StartedHost.StartAsync();

        var series = await host.ScrapeAsync();

        foreach (var result in (string[])["success", "error", "requeue", "requeue_after"])
        {
            Assert.Equal(0, series[$"controller_runtime_reconcile_total{{{Controller},result=\"{result}\"}}"]);
        }

        foreach (var name in (string[])["reconcile_errors_total", "terminal_reconcile_errors_total", "reconcile_panics_total", "reconcile_timeouts_total", "active_workers"])
        {
            Assert.Equal(0, series[$"controller_runtime_{name}{{{Controller}}}"]);
        }

        Assert.Equal(4, series[$"controller_runtime_max_concurrent_reconciles{{{Controller}}}"]);
        foreach (var result in (string[])["unmoved", "moved", "failed"])
        {
            Assert.Equal(0, series[$"fastdata_look_total{{result=\"{result}\"}}"]);
        }

        Assert.InRange(series["process_resident_memory_bytes{}"], 1e6, 1e11);
        Assert.InRange(series["process_cpu_seconds_total{}"], 1e-3, 1e9);
        Assert.InRange(series["process_start_time_seconds{}"], 1e9, 1e11);
    }

    [Fact]
    public async Task Scrape_AfterPasses_HasControllerRuntimesNames()
    {
        await using var host = await StartedHost.StartAsync();
        var metrics = host.Get<ReconcileMetrics>();
        metrics.Started();
        metrics.Started();
        metrics.Started();
        metrics.Finished(ReconcileResult.RequeueAfter, TimeSpan.FromMilliseconds(120));
        metrics.TerminalError();
        metrics.Panicked();
        metrics.TimedOut();
        metrics.Finished(ReconcileResult.Error, TimeSpan.FromSeconds(61));

        var series = await host.ScrapeAsync();

        Assert.Equal(1, series[$"controller_runtime_reconcile_total{{{Controller},result=\"requeue_after\"}}"]);
        Assert.Equal(1, series[$"controller_runtime_reconcile_total{{{Controller},result=\"error\"}}"]);
        foreach (var name in (string[])["reconcile_errors_total", "terminal_reconcile_errors_total", "reconcile_panics_total", "reconcile_timeouts_total", "active_workers"])
        {
            Assert.Equal(1, series[$"controller_runtime_{name}{{{Controller}}}"]);
        }

        Assert.Equal(0, series[$"controller_runtime_reconcile_time_seconds_bucket{{{Controller},le=\"0.1\"}}"]);
        Assert.Equal(1, series[$"controller_runtime_reconcile_time_seconds_bucket{{{Controller},le=\"0.15\"}}"]);
        Assert.Equal(1, series[$"controller_runtime_reconcile_time_seconds_bucket{{{Controller},le=\"60\"}}"]);
        Assert.Equal(2, series[$"controller_runtime_reconcile_time_seconds_bucket{{{Controller},le=\"+Inf\"}}"]);
        Assert.Equal(2, series[$"controller_runtime_reconcile_time_seconds_count{{{Controller}}}"]);
        Assert.Equal(61.12, series[$"controller_runtime_reconcile_time_seconds_sum{{{Controller}}}"], 6);
        Assert.Equal(41, series.Keys.Count(key => key.StartsWith("controller_runtime_reconcile_time_seconds_bucket", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Scrape_OfAnImport_HasItsSeriesUntilItIsForgotten()
    {
        await using var host = await StartedHost.StartAsync();
        var metrics = host.Get<ImportMetrics>();
        var key = new ObjectKey("team-a", "orders");
        metrics.Planned(key, new PlanCounts(
            new Dictionary<(ResourceKind, ImportMode), int> { [(ResourceKind.Projection, ImportMode.Reference)] = 3 },
            new Dictionary<ChangeAction, int> { [ChangeAction.Added] = 2 },
            Drifted: 1,
            Conflicts: 0));
        metrics.Pushed(key, PushOutcome.Pushed);
        metrics.Reconciled(key, TimeSpan.FromSeconds(1.5), host.Time.GetUtcNow());
        metrics.Observed(key, new ImportState("True", "Succeeded", IsSuspended: false));
        metrics.Observed(key, "Open");
        metrics.Looked(LookOutcome.Moved);

        var series = await host.ScrapeAsync();

        const string labels = "name=\"orders\",namespace=\"team-a\"";
        var ours = series.Where(pair => pair.Key.Contains("team-a", StringComparison.Ordinal)).ToDictionary(pair => Sorted(pair.Key), pair => pair.Value);
        Assert.Equal(3, ours[$"fastdata_import_resources{{as=\"Reference\",kind=\"Projection\",{labels}}}"]);
        Assert.Equal(2, ours[$"fastdata_import_plan_changes{{action=\"Added\",{labels}}}"]);
        Assert.Equal(1, ours[$"fastdata_import_drift{{{labels}}}"]);
        Assert.Equal(0, ours[$"fastdata_import_conflicts{{{labels}}}"]);
        Assert.Equal(1.5, ours[$"fastdata_import_reconcile_duration_seconds{{{labels}}}"]);
        Assert.Equal(1795608000, ours[$"fastdata_import_last_success_timestamp_seconds{{{labels}}}"]);
        Assert.Equal(1, ours[$"fastdata_import_info{{{labels},ready=\"True\",reason=\"Succeeded\",suspended=\"false\"}}"]);
        Assert.Equal(1, ours[$"fastdata_import_pull_requests{{{labels},state=\"Open\"}}"]);
        Assert.Equal(1, ours[$"fastdata_import_push_total{{{labels},result=\"pushed\"}}"]);
        Assert.Equal(0, ours[$"fastdata_import_push_total{{{labels},result=\"raced\"}}"]);
        Assert.Equal(1, series["fastdata_look_total{result=\"moved\"}"]);
    }

    [Fact]
    public async Task Scrape_AfterAnImportIsForgotten_HasNothingOfIt()
    {
        await using var host = await StartedHost.StartAsync();
        var metrics = host.Get<ImportMetrics>();
        metrics.Reconciled(new ObjectKey("team-a", "gone"), TimeSpan.FromSeconds(1), null);
        metrics.Pushed(new ObjectKey("team-a", "gone"), PushOutcome.Noop);
        metrics.Forget(new ObjectKey("team-a", "gone"));
        metrics.Reconciled(new ObjectKey("team-a", "stays"), TimeSpan.FromSeconds(1), null);

        var series = await host.ScrapeAsync();

        Assert.DoesNotContain(series.Keys, key => key.Contains("\"gone\"", StringComparison.Ordinal));
        Assert.Contains(series.Keys, key => key.Contains("\"stays\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrape_AfterMoreImportsThanThereAreSeries_StillTellsTheNewOnes()
    {
        await using var host = await StartedHost.StartAsync();
        var metrics = host.Get<ImportMetrics>();

        // Each round is taken in, as scrapes over months would, until far more series were told than an instrument has places for.
        const int rounds = 5;
        for (var round = 0; round < rounds; round++)
        {
            for (var import = 0; import < OperatorMeter.MostImportSeries / 4; import++)
            {
                metrics.Reconciled(new ObjectKey($"round-{round}", $"import-{import}"), TimeSpan.FromSeconds(1), null);
            }

            Assert.Contains($"fastdata_import_reconcile_duration_seconds{{name=\"import-0\",namespace=\"round-{round}\"}}", await host.ScrapeAsync());
            for (var import = 0; import < OperatorMeter.MostImportSeries / 4; import++)
            {
                metrics.Forget(new ObjectKey($"round-{round}", $"import-{import}"));
            }
        }

        metrics.Reconciled(new ObjectKey("team-a", "last"), TimeSpan.FromSeconds(2), null);
        var series = await host.ScrapeAsync();

        Assert.Contains(series, pair => Sorted(pair.Key) == "fastdata_import_reconcile_duration_seconds{name=\"last\",namespace=\"team-a\"}" && pair.Value == 2);
        Assert.DoesNotContain(series.Keys, key => key.Contains("round-", StringComparison.Ordinal) || key.Contains("overflow", StringComparison.Ordinal));
    }

    [Fact]
    public void PlanCounts_OfARefusal_CountCollisions()
    {
        var counts = PlanCounts.OfRefusal(
        [
            new Finding { Reason = Reason.NameCollision, Rule = "K1", Message = "a" },
            new Finding { Reason = Reason.NameCollision, Rule = "K1", Message = "b" },
            new Finding { Reason = Reason.NotInSource, Rule = "S3", Message = "c" },
        ]);

        Assert.Equal((2, 0), (counts.Conflicts, counts.Resources.Count));
    }

    private static string Sorted(string series)
    {
        var start = series.IndexOf('{', StringComparison.Ordinal);
        return $"{series[..start]}{{{string.Join(',', series[(start + 1)..^1].Split(',').Order(StringComparer.Ordinal))}}}";
    }
}
