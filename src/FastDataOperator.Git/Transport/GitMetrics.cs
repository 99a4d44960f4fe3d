using System.Diagnostics.Metrics;

namespace FastDataOperator.Git.Transport;

/// <summary>What operations took and received.</summary>
internal sealed class GitMetrics
{
    private const string Ok = "ok";
    private const string Cancelled = "Cancelled";

    /// <summary>In seconds: from a look on the local network to the longest timeouts that people set.</summary>
    private static readonly double[] s_buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Histogram<double> _durations;
    private readonly Counter<long> _received;

    public GitMetrics(Meter meter)
    {
        // Exporters add unit and kind to a name: the unit is part of the first already, and _total is added to the second.
        _durations = meter.CreateHistogram(
            "fastdata_git_operation_duration_seconds", unit: null, "How long an operation against a Git server took, by what it was and how it ended.",
            tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets });
        _received = meter.CreateCounter<long>("fastdata_git_bytes_received", unit: null, "Bytes received from Git servers.");
    }

    /// <param name="failure"><see langword="null"/> for an operation that came to its end, whatever that was.</param>
    public void Record(GitAction action, TimeSpan duration, long received, Exception? failure)
    {
        var name = action switch
        {
            GitAction.Look => "look",
            GitAction.Fetch => "fetch",
            GitAction.Push => "push",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var result = failure switch { null => Ok, GitException known => known.Reason.ToString(), _ => Cancelled };
        _durations.Record(duration.TotalSeconds, new("operation", name), new("result", result));
        _received.Add(received);
    }
}
