namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>What one run took.</summary>
internal sealed record Sample
{
    public required TimeSpan Wall { get; init; }

    /// <summary>User and system time of the process and of all its descendants.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>The most memory in bytes that the whole process tree held at one time.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>Bytes allocated on the managed heap by the measured thread; for work in process only.</summary>
    public long Allocated { get; init; }

    /// <summary>Of a run that did the same thing many times, once.</summary>
    public Sample DividedBy(int times) => this with { Wall = Wall / times, Cpu = Cpu / times, Allocated = Allocated / times };
}
