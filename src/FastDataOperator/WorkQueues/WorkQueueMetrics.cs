using System.Diagnostics.Metrics;

namespace FastDataOperator.WorkQueues;

/// <summary>A queue's numbers under controller-runtime's names (its <c>pkg/internal/metrics/workqueue.go</c>), so that existing dashboards work.</summary>
/// <remarks>The exporter appends <c>_total</c> to counters and the unit to whatever has one: so names here end without the first, and units are in the name.</remarks>
internal sealed class WorkQueueMetrics
{
    /// <summary>controller-runtime's: 10 ns to 1000 s.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000] };

    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly Counter<long> _adds;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _workDuration;

    public WorkQueueMetrics(Meter meter, string name, Func<int> depth, Func<TimeSpan> unfinished, Func<TimeSpan> longest)
    {
        _labels = [new("name", name), new("controller", name)];
        _adds = meter.CreateCounter<long>("workqueue_adds", description: "Keys added, each once however often it was asked for while it waited.");
        _retries = meter.CreateCounter<long>("workqueue_retries", description: "Keys scheduled for later.");
        _queueDuration = meter.CreateHistogram("workqueue_queue_duration_seconds", description: "How long a key waited for a worker.", advice: Buckets);
        _workDuration = meter.CreateHistogram("workqueue_work_duration_seconds", description: "How long a worker had a key.", advice: Buckets);
        meter.CreateObservableGauge("workqueue_depth", () => new Measurement<int>(depth(), _labels), description: "Keys that wait for a worker.");
        meter.CreateObservableGauge("workqueue_unfinished_work_seconds", () => new Measurement<double>(unfinished().TotalSeconds, _labels), description: "Running work, added up; grows while a worker is stuck.");
        meter.CreateObservableGauge("workqueue_longest_running_processor_seconds", () => new Measurement<double>(longest().TotalSeconds, _labels), description: "The oldest running work.");

        // A counter that was never touched is not exported at all, and alerts on it would have nothing to look at.
        _adds.Add(0, _labels);
        _retries.Add(0, _labels);
    }

    public void Added() => _adds.Add(1, _labels);

    public void Retried() => _retries.Add(1, _labels);

    public void Taken(TimeSpan waited) => _queueDuration.Record(waited.TotalSeconds, _labels);

    public void Worked(TimeSpan took) => _workDuration.Record(took.TotalSeconds, _labels);
}
