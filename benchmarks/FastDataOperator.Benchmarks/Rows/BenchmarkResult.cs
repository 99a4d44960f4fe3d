using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Reports;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>What one benchmark says about its targets, with the contests it says it from.</summary>
internal sealed record BenchmarkResult(IReadOnlyList<Outcome> Outcomes, IReadOnlyList<ContestResult> Contests)
{
    /// <summary>What else was counted, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
