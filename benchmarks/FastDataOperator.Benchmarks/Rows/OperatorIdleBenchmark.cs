using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Benchmarks.Clusters;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Clusters;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>1,000 imports on 100 repositories, nothing moving, for the six intervals that an hour has.</summary>
/// <remarks>The clock is the real one and the intervals are ten seconds instead of ten minutes: the process is then the one that people run, with its
/// own memory. What an hour costs beside the intervals (the Lease, the watch) is measured apart and counted for an hour.</remarks>
internal sealed class OperatorIdleBenchmark : IBenchmark
{
    private const int Intervals = 6;
    private const int Repositories = 100;
    private const int Imports = 1000;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_nothing = TimeSpan.FromSeconds(30);

    public string Name => "operator-idle";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (!OperatorCluster.IsPossible(context))
        {
            return Result(null, null, null, null, null, []);
        }

        await context.Progress.WriteLineAsync($"{Name}: laying out {Imports} imports on {Repositories} repositories");
        var fleet = new FleetRepositories(context.Scratch.Repositories, Repositories / 2, Repositories / 2, branches: 1, importsPerSource: Imports / (Repositories / 2));
        await using var cluster = await OperatorCluster.StartAsync(context, cancellationToken);
        await using var api = await RecordingProxy.StartAsync(cluster.Plane, cancellationToken);
        await using var git = await RecordingProxy.StartAsync(new Uri(context.Server.Url("")), null, cancellationToken);
        using var process = await cluster.StartOperatorAsync(api, cancellationToken);
        await EachAsync(fleet, import => cluster.CreateAsync(import.Name, import.Spec(git.Address, "1h"), cancellationToken), cancellationToken);
        await cluster.UntilAllAsync(OperatorCluster.IsReady, "not all were ready", cancellationToken);

        await context.Progress.WriteLineAsync($"{Name}: nothing due");
        await SetIntervalAsync(cluster, fleet, "2h", cancellationToken);
        var nothing = await MeasureAsync(process, api, git, s_nothing, cancellationToken);
        await context.Progress.WriteLineAsync($"{Name}: {Intervals} intervals");
        await SetIntervalAsync(cluster, fleet, "10s", cancellationToken);
        var first = await MeasureAsync(process, api, git, s_interval * 2, cancellationToken);
        var idle = await MeasureAsync(process, api, git, s_interval * Intervals, cancellationToken);

        var background = nothing.Cpu * (s_interval * Intervals / s_nothing);
        var hour = idle.Cpu - background + (nothing.Cpu * (TimeSpan.FromHours(1) / s_nothing));
        List<string> notes =
        [
            Describe("nothing due, half a minute", nothing),
            Describe("two intervals", first),
            Describe("six intervals", idle),
        ];
        return Result(
            idle.Git.Values.Sum() / (double)Intervals, Writes(idle), hour.TotalSeconds, idle.Resident / 1e6, (idle.Resident - first.Resident) / 1e6, notes);
    }

    private static BenchmarkResult Result(double? looks, double? writes, double? hour, double? resident, double? growth, IReadOnlyList<string> notes) => new(
        [
            new("looks per interval, 1,000 imports on 100 repositories", looks, 100, ""),
            new("an idle hour of 1,000 imports: writes to the API server beside the Lease", writes, 0, ""),
            new("an idle hour of 1,000 imports: CPU", hour, null, "s"),
            new("an idle hour of 1,000 imports: resident memory", resident, 150, "MB"),
            new("an idle hour of 1,000 imports: resident memory that it gained", growth, 5, "MB"),
        ],
        []) { Notes = notes };

    private static int Writes(Usage usage) => usage.Api
        .Where(static kind => !kind.Key.EndsWith("leases", StringComparison.Ordinal) && kind.Key.Split(' ')[0] is "create" or "update" or "patch" or "delete" or "deletecollection")
        .Sum(static kind => kind.Value);

    private static async Task SetIntervalAsync(OperatorCluster cluster, FleetRepositories fleet, string interval, CancellationToken cancellationToken)
    {
        await EachAsync(fleet, import => cluster.PatchAsync(import.Name, new JsonObject { ["spec"] = new JsonObject { ["interval"] = interval } }, cancellationToken), cancellationToken);
        await cluster.UntilAllAsync(OperatorCluster.IsReady, "not all were ready again", cancellationToken);
        await Task.Delay(s_interval, cancellationToken);
    }

    private static Task EachAsync(FleetRepositories fleet, Func<FleetImport, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(fleet.Imports, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (import, _) => await act(import));

    private static async Task<Usage> MeasureAsync(OperatorProcess process, RecordingProxy api, RecordingProxy git, TimeSpan time, CancellationToken cancellationToken)
    {
        api.Clear();
        git.Clear();
        var cpu = process.Process.ProcessorTime;
        await Task.Delay(time, cancellationToken);
        return new Usage(process.Process.ProcessorTime - cpu, process.Process.Memory, process.Process.AnonymousMemory, api.CountByKind(), git.CountByKind());
    }

    private static string Describe(string what, Usage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: CPU {usage.Cpu.TotalSeconds:F2} s; {usage.Resident / 1e6:F0} MB resident, {usage.Anonymous / 1e6:F0} MB of it anonymous; to the API server {Counts(usage.Api)}; to Git {Counts(usage.Git)}");

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "nothing" : string.Join(", ", counts.OrderBy(static kind => kind.Key, StringComparer.Ordinal).Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} × {kind.Key}")));

    private sealed record Usage(TimeSpan Cpu, long Resident, long Anonymous, IReadOnlyDictionary<string, int> Api, IReadOnlyDictionary<string, int> Git);
}
