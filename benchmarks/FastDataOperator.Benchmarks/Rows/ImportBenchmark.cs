using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Workers;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>One import end to end: fetch both, plan, commit, push. Twenty Projections with their cast functions, as references.</summary>
internal sealed class ImportBenchmark(Scenario scenario, Func<ContestResult, long, IReadOnlyList<Outcome>> outcomes, bool withColdPeers = false, bool withoutFilter = false) : IBenchmark
{
    public string Name => scenario.Name;

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var arena = new ImportArena(context, scenario);
        await arena.PrepareAsync(cancellationToken);
        await using var worker = new WorkerClient(context.Scratch);
        await using var whole = new WorkerClient(context.Scratch);
        List<Contestant> contestants =
        [
            Script(context, arena, Names.Plain),
            Script(context, arena, Names.Careful),
            arena.Contestant(Names.Ours, Ours(worker, arena.SourceUrl)) with { WarmUps = scenario.WarmUps },
        ];
        if (withoutFilter)
        {
            var source = await arena.PrepareWholeSourceAsync(cancellationToken);
            contestants.Add(arena.Contestant(Names.Whole, Ours(whole, source), offersFilter: false) with { WarmUps = scenario.WarmUps });
        }

        if (withColdPeers)
        {
            if (context.CommandLine is { } fastdata)
            {
                contestants.Add(arena.Contestant(Names.CommandLine, async (destination, work, stop) => await MeasuredProcess.RunAsync(
                    fastdata, ["import", "-f", await WriteManifestAsync(arena.SourceUrl, destination, work)], Temporary(work), stop)));
            }

            if (BenchmarkContext.HasPeer("kpt"))
            {
                contestants.Add(await KptContestant.PrepareAsync(context, arena.Source, cancellationToken));
            }
        }

        var result = await new Contest($"{scenario.Name} import", contestants).RunAsync(context.Rounds ?? scenario.Rounds, context.Progress, cancellationToken);
        return new BenchmarkResult(outcomes(result, arena.FileSize), [result]);
    }

    private static Contestant Script(BenchmarkContext context, ImportArena arena, string name) => arena.Contestant(name, (destination, work, stop) =>
        MeasuredProcess.RunAsync(
            Path.Combine(context.Peers, $"{name}.sh"),
            [],
            new Dictionary<string, string>
            {
                ["SOURCE_URL"] = arena.SourceUrl, ["DESTINATION_URL"] = destination, ["WANTED"] = arena.Wanted, ["WORK"] = work,
            },
            stop));

    private Func<string, string, CancellationToken, Task<Sample>> Ours(WorkerClient worker, string source) => async (destination, work, stop) =>
        await worker.RunAsync(WorkCatalogue.Import, [await WriteManifestAsync(source, destination, work)], repeat: 1, stop);

    private async Task<string> WriteManifestAsync(string source, string destination, string work)
    {
        var path = Path.Combine(work, "import.yaml");
        await File.WriteAllTextAsync(path, Manifest.Text(scenario.Source.Project, source, destination));
        return path;
    }

    private static Dictionary<string, string> Temporary(string work) => new() { ["TMPDIR"] = work };
}
