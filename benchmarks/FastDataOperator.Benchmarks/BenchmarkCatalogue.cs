using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Rows;

namespace FastDataOperator.Benchmarks;

/// <summary>All benchmarks with the targets of the design's performance page, in its order.</summary>
internal static class BenchmarkCatalogue
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new PlanAndEditBenchmark(),
        new DigestBenchmark(),
        new ImportBenchmark(Scenario.Small, Small, withColdPeers: true),
        new ImportBenchmark(Scenario.Medium, Medium, withoutFilter: true),
        new ImportBenchmark(Scenario.Large, Large),
        new LookBenchmark(),
        new OperatorImportBenchmark(),
        new OperatorIdleBenchmark(),
        new OperatorBurstBenchmark(),
    ];

    private static IReadOnlyList<Outcome> Small(ContestResult result, long fileSize)
    {
        var better = result.Wall(Names.Plain) < result.Wall(Names.Careful) ? Names.Plain : Names.Careful;
        var thriftier = result.Cpu(Names.Plain) < result.Cpu(Names.Careful) ? Names.Plain : Names.Careful;
        return
        [
            new($"small import, warm: wall against the better script ({better})", result.WallRatio(Names.Ours, better), 0.45),
            new($"small import, warm: CPU against the better script ({thriftier})", result.CpuRatio(Names.Ours, thriftier), 0.25),
            new("small import against kpt pkg update, which does not even push", result.WallRatio(Names.Ours, Names.Kpt), 0.25),
            new("command line, cold, small import, against script-careful", result.WallRatio(Names.CommandLine, Names.Careful), 1.5),
        ];
    }

    private static IReadOnlyList<Outcome> Medium(ContestResult result, long fileSize) =>
    [
        new("medium import: wall against script-plain", result.WallRatio(Names.Ours, Names.Plain), 0.35),
        new("medium import: wall against script-careful", result.WallRatio(Names.Ours, Names.Careful), 0.7),
        new("medium import: wall against script-careful, next target", result.WallRatio(Names.Ours, Names.Careful), 0.5),
        new("medium import: wall with a partial clone against none", result.WallRatio(Names.Ours, Names.Whole), null),
    ];

    private static IReadOnlyList<Outcome> Large(ContestResult result, long fileSize) =>
    [
        new("large import: wall against script-plain", result.WallRatio(Names.Ours, Names.Plain), 0.55),
        new("large import: peak memory, at most twice the file and 100 MB", result.PeakMemory(Names.Ours) / 1e6, ((2 * fileSize) + 100e6) / 1e6, "MB"),
    ];
}
