using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FastDataOperator.Api;

namespace FastDataOperator.Metrics;

/// <summary>What is told of each import, from a dictionary that is read when somebody scrapes; what goes from it is told no longer.</summary>
/// <remarks>OpenTelemetry gives a series a place for as long as its instrument lives, whether it is still told or not. So the meter is made anew
/// when series that went could fill half of the places; otherwise a year of imports that come and go would use them up.</remarks>
internal sealed class ImportMetrics : IDisposable
{
    /// <summary>Series that one import has of one instrument at most: <c>fastdata_import_resources</c>, by kind and mode.</summary>
    private const int MostSeriesOfOne = 10;

    private readonly ConcurrentDictionary<ObjectKey, ImportSeries> _imports = new();
    private readonly EnumCounter<LookOutcome> _looks = new("result", static outcome => outcome.ToString().ToLowerInvariant());
    private readonly Lock _renewal = new();
    private Meter _meter;
    private int _seriesGone;

    /// <param name="meter">The host's, for what is not told of single imports.</param>
    public ImportMetrics(Meter meter)
    {
        meter.CreateObservableCounter("fastdata_look_total", _looks.Measure, description: "Questions to remotes for their tips, by what they showed.");
        _meter = CreateMeter();
    }

    public void Looked(LookOutcome outcome) => _looks.Add(outcome);

    /// <summary>What a pass planned, or why it could not.</summary>
    public void Planned(ObjectKey key, PlanCounts counts) => Of(key).Plan = counts;

    public void Pushed(ObjectKey key, PushOutcome outcome) => Of(key).Pushes.Add(outcome);

    /// <param name="key">The import.</param>
    /// <param name="duration">What the pass took.</param>
    /// <param name="succeeded">When it ended, for one that left the import ready.</param>
    public void Reconciled(ObjectKey key, TimeSpan duration, DateTimeOffset? succeeded)
    {
        var series = Of(key);
        series.Duration = duration;
        series.LastSuccess = succeeded ?? series.LastSuccess;
    }

    /// <summary>What the object's status says now.</summary>
    public void Observed(ObjectKey key, ImportState state)
    {
        var series = Of(key);
        if (series.State is { } before && before != state)
        {
            CountGone(1);
        }

        series.State = state;
    }

    /// <param name="key">The import.</param>
    /// <param name="state">Of its pull request; <see langword="null"/> where there is none.</param>
    public void Observed(ObjectKey key, string? state)
    {
        var series = Of(key);
        if (series.PullRequest is { } before && before != state)
        {
            CountGone(1);
        }

        series.PullRequest = state;
    }

    /// <summary>The object is gone, and all its series with it.</summary>
    public void Forget(ObjectKey key)
    {
        if (_imports.TryRemove(key, out _))
        {
            CountGone(MostSeriesOfOne);
        }
    }

    /// <summary>This process looks after no import any more; who does tells of them.</summary>
    public void ForgetAll()
    {
        foreach (var key in _imports.Keys)
        {
            Forget(key);
        }
    }

    public void Dispose() => _meter.Dispose();

    private ImportSeries Of(ObjectKey key) => _imports.GetOrAdd(key, static key => new ImportSeries(key));

    private void CountGone(int series)
    {
        lock (_renewal)
        {
            _seriesGone += series;
            if (_seriesGone >= OperatorMeter.MostImportSeries / 2)
            {
                _seriesGone = 0;
                _meter.Dispose();
                _meter = CreateMeter();
            }
        }
    }

    private Meter CreateMeter()
    {
        var meter = new Meter(OperatorMeter.ImportsName);
        Gauge("fastdata_import_info", "Always 1; the labels say how the import is.", static import => import.State is { } state
            ? [new Measurement<double>(1, [.. import.Labels, new("ready", state.Ready), new("reason", state.Reason), new("suspended", state.IsSuspended ? "true" : "false")])]
            : []);
        Gauge("fastdata_import_resources", "Resources that the destination has of the import.", static import =>
            import.Plan?.Resources.Select(count => new Measurement<double>(count.Value, [.. import.Labels, new("kind", count.Key.Kind.ToString()), new("as", count.Key.As.ToString())])) ?? []);
        Gauge("fastdata_import_plan_changes", "Resources of the last plan by what it does with them.", static import =>
            import.Plan?.Changes.Select(count => new Measurement<double>(count.Value, [.. import.Labels, new("action", count.Key.ToString())])) ?? []);
        Gauge("fastdata_import_pull_requests", "Always 1, for an import that has or had a pull request; the label says how that is.", static import => import.PullRequest is { } state
            ? [new Measurement<double>(1, [.. import.Labels, new("state", state)])]
            : []);
        Gauge("fastdata_import_drift", "References that the last plan found edited.", static import => One(import, import.Plan?.Drifted));
        Gauge("fastdata_import_conflicts", "Names that the last plan found taken.", static import => One(import, import.Plan?.Conflicts));
        Gauge("fastdata_import_reconcile_duration_seconds", "Seconds that the last pass took.", static import => One(import, import.Duration?.TotalSeconds));
        Gauge("fastdata_import_last_success_timestamp_seconds", "When the import was last found or made as it should be, in seconds since 1970.", static import => One(import, import.LastSuccess?.ToUnixTimeMilliseconds() / 1000d));
        meter.CreateObservableCounter("fastdata_import_push_total", () => _imports.Values.SelectMany(static import => import.Pushes.Measure(import.Labels)), description: "Passes by what came of the push.");
        return meter;

        void Gauge(string name, string description, Func<ImportSeries, IEnumerable<Measurement<double>>> read) =>
            meter.CreateObservableGauge(name, () => _imports.Values.SelectMany(read), description: description);
    }

    private static IEnumerable<Measurement<double>> One(ImportSeries import, double? value) => value is { } known ? [new(known, import.Labels)] : [];
}
