using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Benchmarks.Clusters;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>200 imports made due at once onto 20 branches of ten repositories after all their sources changed; and the same, one after the other, by the
/// command line.</summary>
internal sealed class OperatorBurstBenchmark : IBenchmark
{
    private const int Imports = 200;

    public string Name => "operator-burst";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (!OperatorCluster.IsPossible(context))
        {
            return Result(null, null);
        }

        var fleet = new FleetRepositories(context.Scratch.Repositories, sources: 5, destinations: 10, branches: 2, importsPerSource: Imports / 5);
        await using var cluster = await OperatorCluster.StartAsync(context, cancellationToken);
        await using var git = await RecordingProxy.StartAsync(new Uri(context.Server.Url("")), null, cancellationToken);
        using var process = await cluster.StartOperatorAsync(null, cancellationToken);
        await EachAsync(fleet, import => cluster.CreateAsync(import.Name, import.Spec(git.Address, "24h"), cancellationToken), cancellationToken);
        await cluster.UntilAllAsync(OperatorCluster.IsReady, "not all were ready", cancellationToken);
        var manifests = Manifests(context, fleet, git.Address);

        var samples = new Dictionary<string, List<Sample>> { [Names.Operator] = [], [Names.CommandLine] = [] };
        var revision = 1;
        var lost = 0;
        for (var round = 1; round <= (context.Rounds ?? 1); round++)
        {
            await context.Progress.WriteLineAsync($"{Name}: round {round}, the operator");
            fleet.ChangeSources(++revision);
            git.Clear();
            samples[Names.Operator].Add(await BurstAsync(cluster, process, fleet, round, cancellationToken));
            lost += git.Requests.Count(static request => request.Kind == "POST git-receive-pack" && request.Body.Length > 4) - Imports;

            await context.Progress.WriteLineAsync($"{Name}: round {round}, the command line");
            fleet.ChangeSources(++revision);
            samples[Names.CommandLine].Add(await OneAfterTheOtherAsync(context, manifests, cancellationToken));
        }

        var histories = fleet.Lanes.Sum(lane => fleet.History(lane, CommitTrailers.Import).Count);
        if (histories != Imports * revision)
        {
            throw new RunFailedException(string.Create(CultureInfo.InvariantCulture, $"the branches hold {histories} imports, not {Imports * revision}"));
        }

        return Result(
            lost,
            new ContestResult("200 imports onto 20 branches", samples.ToDictionary(static entry => entry.Key, IReadOnlyList<Sample> (entry) => entry.Value), new Dictionary<string, string>()));
    }

    private static BenchmarkResult Result(int? lost, ContestResult? contest) => new(
        [
            new("200 imports at once onto 20 branches: pushes lost to our own race", lost, 0, ""),
            new("the same: time against one after the other by the command line", contest?.WallRatio(Names.Operator, Names.CommandLine), 1),
        ],
        contest is null ? [] : [contest]);

    private static async Task<Sample> BurstAsync(OperatorCluster cluster, OperatorProcess process, FleetRepositories fleet, int round, CancellationToken cancellationToken)
    {
        var asked = string.Create(CultureInfo.InvariantCulture, $"round-{round}");
        var cpu = process.Process.ProcessorTime;
        var began = Stopwatch.GetTimestamp();
        await EachAsync(
            fleet,
            import => cluster.PatchAsync(
                import.Name,
                new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ImportObject.RequestedAtAnnotation] = asked } } },
                cancellationToken),
            cancellationToken);
        await cluster.UntilAllAsync(import => (string?)import["status"]!["lastHandledReconcileAt"] == asked, "not all that was asked for was done", cancellationToken);
        return new Sample { Wall = Stopwatch.GetElapsedTime(began), Cpu = process.Process.ProcessorTime - cpu, PeakMemory = process.Process.PeakMemory };
    }

    private static async Task<Sample> OneAfterTheOtherAsync(BenchmarkContext context, IReadOnlyList<string> manifests, CancellationToken cancellationToken)
    {
        var (wall, cpu, memory) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
        foreach (var manifest in manifests)
        {
            var sample = await MeasuredProcess.RunAsync(context.CommandLine!, ["import", "-f", manifest], new Dictionary<string, string>(), cancellationToken);
            (wall, cpu, memory) = (wall + sample.Wall, cpu + sample.Cpu, Math.Max(memory, sample.PeakMemory));
        }

        return new Sample { Wall = wall, Cpu = cpu, PeakMemory = memory };
    }

    /// <summary>One file an import, of the same name and namespace as its object: the same references are its own.</summary>
    private static List<string> Manifests(BenchmarkContext context, FleetRepositories fleet, Uri git)
    {
        var directory = context.Scratch.NewRun();
        return [.. fleet.Imports.Select(import =>
        {
            var file = Path.Combine(directory, import.Name + ".json");
            File.WriteAllText(file, new JsonObject
            {
                ["apiVersion"] = FastDataImport.ApiVersion,
                ["kind"] = FastDataImport.Kind,
                ["metadata"] = new JsonObject { ["name"] = import.Name, ["namespace"] = "default" },
                ["spec"] = import.Spec(git, "24h"),
            }.ToJsonString());
            return file;
        })];
    }

    private static Task EachAsync(FleetRepositories fleet, Func<FleetImport, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(fleet.Imports, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (import, _) => await act(import));
}
