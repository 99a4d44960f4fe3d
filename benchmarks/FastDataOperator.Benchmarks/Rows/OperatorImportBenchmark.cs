using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Benchmarks.Clusters;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Workers;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>From the API server's answer to <c>create</c> until the destination's branch is at the new commit, in an operator that runs; and the same
/// import in a warm process that nobody had to tell. Both end when the branch moves on the server's disk.</summary>
internal sealed class OperatorImportBenchmark : IBenchmark
{
    private readonly Scenario _scenario = Scenario.Small with { Name = "operator" };
    private int _made;

    public string Name => "operator-import";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        const string What = "event to pushed commit, small import in a running operator, against the same import in process";
        if (!OperatorCluster.IsPossible(context))
        {
            return new BenchmarkResult([new(What, null, 1.3)], []);
        }

        var arena = new ImportArena(context, _scenario);
        await arena.PrepareAsync(cancellationToken);
        await using var worker = new WorkerClient(context.Scratch);
        await using var cluster = await OperatorCluster.StartAsync(context, cancellationToken);
        using var process = await cluster.StartOperatorAsync(null, cancellationToken);
        var contest = new Contest("event to pushed commit",
            [
                arena.Contestant(Names.Ours, async (destination, work, stop) => await InProcessAsync(context, arena, worker, destination, work, stop)) with { WarmUps = _scenario.WarmUps },
                arena.Contestant(Names.Operator, async (destination, _, stop) => await InOperatorAsync(context, arena, cluster, process, destination, stop)) with { WarmUps = _scenario.WarmUps },
            ]);
        var result = await contest.RunAsync(context.Rounds ?? _scenario.Rounds, context.Progress, cancellationToken);
        return new BenchmarkResult([new(What, result.WallRatio(Names.Operator, Names.Ours), 1.3)], [result]);
    }

    private async Task<Sample> InProcessAsync(BenchmarkContext context, ImportArena arena, WorkerClient worker, string destination, string work, CancellationToken cancellationToken)
    {
        var manifest = Path.Combine(work, "import.yaml");
        await File.WriteAllTextAsync(manifest, Manifest.Text(_scenario.Source.Project, arena.SourceUrl, destination), cancellationToken);
        using var tip = new TipWatch(RepositoryOf(context, destination), "main");
        var sample = await worker.RunAsync(WorkCatalogue.Import, [manifest], repeat: 1, cancellationToken);
        var answered = Stopwatch.GetTimestamp();

        // What it does after the push counts for neither.
        return sample with { Wall = sample.Wall - Stopwatch.GetElapsedTime(await tip.MovedAsync(cancellationToken), answered) };
    }

    private async Task<Sample> InOperatorAsync(
        BenchmarkContext context, ImportArena arena, OperatorCluster cluster, OperatorProcess process, string destination, CancellationToken cancellationToken)
    {
        using var tip = new TipWatch(RepositoryOf(context, destination), "main");
        var cpu = process.Process.ProcessorTime;
        var name = string.Create(CultureInfo.InvariantCulture, $"import-{_made++}");
        await cluster.CreateAsync(name, Spec(arena, destination), cancellationToken);
        var created = Stopwatch.GetTimestamp();
        var wall = Stopwatch.GetElapsedTime(created, await tip.MovedAsync(cancellationToken));
        await cluster.UntilAllAsync(OperatorCluster.IsReady, "the import was not ready", cancellationToken);
        var sample = new Sample { Wall = wall, Cpu = process.Process.ProcessorTime - cpu, PeakMemory = process.Process.PeakMemory };
        await cluster.DeleteAsync(name, cancellationToken);
        return sample;
    }

    private JsonObject Spec(ImportArena arena, string destination) => new()
    {
        ["interval"] = "1h",
        ["source"] = new JsonObject { ["project"] = "core", ["repository"] = new JsonObject { ["url"] = arena.SourceUrl, ["ref"] = new JsonObject { ["branch"] = "main" } } },
        ["destination"] = new JsonObject { ["project"] = "team", ["repository"] = new JsonObject { ["url"] = destination }, ["branch"] = "main" },
        ["importAs"] = "Reference",
        ["select"] = new JsonObject
        {
            ["systemsOfRecord"] = new JsonArray([.. _scenario.Source.Project.Selection.Select(static entry => new JsonObject
            {
                ["name"] = entry.Key,
                ["projections"] = new JsonArray([.. entry.Value.Select(static name => JsonValue.Create(name))]),
            })]),
        },
    };

    private static string RepositoryOf(BenchmarkContext context, string url) => Path.Combine(context.Scratch.Repositories, Path.GetFileName(url));
}
