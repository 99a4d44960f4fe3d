using System.Diagnostics.Metrics;
using FastDataOperator.Configuration;

namespace FastDataOperator.Metrics;

/// <summary>The passes over imports under the names that controller-runtime gives them, so that dashboards made for it work.</summary>
internal sealed class ReconcileMetrics
{
    /// <summary>controller-runtime's own bounds.</summary>
    private static readonly double[] s_seconds =
    [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
        1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
    ];

    private static readonly KeyValuePair<string, object?> s_controller = new("controller", "fastdataimport");

    private readonly EnumCounter<ReconcileResult> _results = new("result", NameOf, s_controller);
    private readonly Histogram<double> _duration;
    private long _terminalErrors;
    private long _panics;
    private long _timeouts;
    private int _active;

    public ReconcileMetrics(Meter meter, OperatorOptions options)
    {
        meter.CreateObservableCounter("controller_runtime_reconcile_total", _results.Measure, description: "Passes over imports by result.");
        Count("controller_runtime_reconcile_errors_total", () => _results[ReconcileResult.Error], "Passes that ended in an error.");
        Count("controller_runtime_terminal_reconcile_errors_total", () => Interlocked.Read(ref _terminalErrors), "Passes that ended in an error that a person must resolve.");
        Count("controller_runtime_reconcile_panics_total", () => Interlocked.Read(ref _panics), "Passes that ended in a bug.");
        Count("controller_runtime_reconcile_timeouts_total", () => Interlocked.Read(ref _timeouts), "Passes that ended by their timeout.");
        meter.CreateObservableGauge("controller_runtime_max_concurrent_reconciles", () => new Measurement<int>(options.Workers, s_controller), description: "Imports worked on at a time at most.");
        meter.CreateObservableGauge("controller_runtime_active_workers", () => new Measurement<int>(Volatile.Read(ref _active), s_controller), description: "Imports being worked on.");
        _duration = meter.CreateHistogram(
            "controller_runtime_reconcile_time_seconds",
            description: "Seconds that a pass took.",
            tags: [s_controller],
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });

        void Count(string name, Func<long> read, string description) =>
            meter.CreateObservableCounter(name, () => new Measurement<long>(read(), s_controller), description: description);
    }

    /// <summary>A pass begins; <see cref="Finished"/> follows, whatever happens.</summary>
    public void Started() => Interlocked.Increment(ref _active);

    public void Finished(ReconcileResult result, TimeSpan duration)
    {
        Interlocked.Decrement(ref _active);
        _results.Add(result);
        _duration.Record(duration.TotalSeconds, s_controller);
    }

    /// <summary>The pass stalled: a person must act. Beside <see cref="Finished"/>.</summary>
    public void TerminalError() => Interlocked.Increment(ref _terminalErrors);

    /// <summary>The pass ended in an exception that only a bug causes. Beside <see cref="Finished"/>.</summary>
    public void Panicked() => Interlocked.Increment(ref _panics);

    /// <summary>The pass reached <c>spec.timeout</c>. Beside <see cref="Finished"/>.</summary>
    public void TimedOut() => Interlocked.Increment(ref _timeouts);

    private static string NameOf(ReconcileResult result) => result is ReconcileResult.RequeueAfter ? "requeue_after" : result.ToString().ToLowerInvariant();
}
