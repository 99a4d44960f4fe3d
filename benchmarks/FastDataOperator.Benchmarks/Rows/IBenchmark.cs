namespace FastDataOperator.Benchmarks.Rows;

/// <summary>Some rows of performance.md's table, measured together.</summary>
internal interface IBenchmark
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public string Name { get; }

    public Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken);
}
