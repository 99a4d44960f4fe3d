using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Contests;

/// <summary>What a contest measured. Everything is <see langword="null"/> for a contestant that took no part or failed.</summary>
/// <param name="Title">The contest's.</param>
/// <param name="Samples">By contestant, one a round.</param>
/// <param name="Failures">Why a contestant dropped out.</param>
internal sealed record ContestResult(
    string Title, IReadOnlyDictionary<string, IReadOnlyList<Sample>> Samples, IReadOnlyDictionary<string, string> Failures)
{
    public TimeSpan? Wall(string contestant) => Median(contestant, sample => sample.Wall.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public TimeSpan? Cpu(string contestant) => Median(contestant, sample => sample.Cpu.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>In bytes.</summary>
    public double? Allocated(string contestant) => Median(contestant, sample => sample.Allocated);

    /// <summary>In bytes; the most of all rounds, since a limit holds always.</summary>
    public double? PeakMemory(string contestant) => Samples.TryGetValue(contestant, out var samples) ? samples.Max(sample => (double)sample.PeakMemory) : null;

    public double? WallRatio(string contestant, string peer) => Wall(contestant) / Wall(peer);

    public double? CpuRatio(string contestant, string peer) => Cpu(contestant) / Cpu(peer);

    private double? Median(string contestant, Func<Sample, double> of)
    {
        if (!Samples.TryGetValue(contestant, out var samples))
        {
            return null;
        }

        var values = samples.Select(of).Order().ToList();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
