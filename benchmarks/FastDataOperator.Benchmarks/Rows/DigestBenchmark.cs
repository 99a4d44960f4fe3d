using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Workers;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>The canonical digests (M2) of 10,000 Projections, in a warm process. The target is absolute: nobody else computes them.</summary>
internal sealed class DigestBenchmark : IBenchmark
{
    private static readonly ProjectShape Project = Scenario.Large.Project with { ProjectionsPerSystem = 500, Fields = (28, 48) };

    public string Name => "digests";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var file = Path.Combine(context.Scratch.NewRun(), "projections.json");
        await File.WriteAllBytesAsync(file, ConfigurationWriter.Write(Project), cancellationToken);
        await using var worker = new WorkerClient(context.Scratch);
        var contest = new Contest(
            "canonical digests of 10,000 Projections",
            [new(Names.Ours, stop => worker.RunAsync(WorkCatalogue.Digests, [file], repeat: 3, stop))]);
        var result = await contest.RunAsync(context.Rounds ?? 5, context.Progress, cancellationToken);
        return new BenchmarkResult(
            [
                new("canonical digests of 10,000 Projections (80 MB): time", result.Wall(Names.Ours)?.TotalSeconds, 0.5, "s"),
                new("canonical digests of 10,000 Projections (80 MB): allocated", result.Allocated(Names.Ours) / 1e6, 10, "MB"),
            ],
            [result]);
    }
}
