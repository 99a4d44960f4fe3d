using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Contests;

/// <summary>Somebody who does the work of a contest.</summary>
/// <param name="Name">What the tables call it; <see cref="Names"/>.</param>
/// <param name="RunAsync">Does the work once, from preparation (not in the sample) to the check of what came out (not in it either).
/// Throws <see cref="RunFailedException"/>.</param>
internal sealed record Contestant(string Name, Func<CancellationToken, Task<Sample>> RunAsync)
{
    /// <summary>Runs before the first round. The operator has been running for long before an import comes: its code is compiled to the
    /// last tier.</summary>
    public int WarmUps { get; init; }
}
