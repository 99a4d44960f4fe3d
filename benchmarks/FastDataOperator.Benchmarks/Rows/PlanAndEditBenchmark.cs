using System.Text.Json;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Workers;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>Reading both configurations, planning and walking the edit's pieces, in a warm process: against copying the same bytes, and
/// against a jq process that does the same.</summary>
internal sealed class PlanAndEditBenchmark : IBenchmark
{
    /// <summary>A source of little more than what is imported, as an export file would be.</summary>
    public static ProjectShape Wanted { get; } = Scenario.Large.Project with { Prefix = "core", Systems = 2, ProjectionsPerSystem = 12, SingleViews = 1 };

    public string Name => "plan-edit";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var source = await WriteAsync(context, "source.json", ConfigurationWriter.Write(Wanted));
        var console = await WriteAsync(context, "console.json", CompanionFiles.ConsoleConfiguration(Scenario.Large.Destination.Project));
        var medium = await WriteAsync(context, "medium.json", ConfigurationWriter.Write(Scenario.Medium.Destination.Project));
        var large = await WriteAsync(context, "large.json", ConfigurationWriter.Write(Scenario.Large.Destination.Project));
        var largeSource = await WriteAsync(context, "large-source.json", ConfigurationWriter.Write(Scenario.Large.Source.Project));

        await using var worker = new WorkerClient(context.Scratch);
        try
        {
            await CheckAsync(context, worker, source, medium, console, cancellationToken);
        }
        catch (RunFailedException failure)
        {
            // The contests below drop whoever failed; a wrong result must be seen here.
            await context.Progress.WriteLineAsync($"plan + edit: {failure.Message}");
        }

        Contestant Ours(string from, string into, string projects, int repeat) => new(Names.Ours, stop =>
            worker.RunAsync(WorkCatalogue.PlanAndEdit, [from, into, console, projects], repeat, stop));
        Contestant Copy(params string[] files) => new(Names.MemoryCopy, stop => worker.RunAsync(WorkCatalogue.MemoryCopy, files, repeat: 5, stop));
        Contestant Jq(string into) => new(Names.Jq, stop => JqAsync(context, source, into, stop));

        var rounds = context.Rounds ?? 7;
        var atMedium = await new Contest("plan + edit, 5 MB", [Ours(source, medium, "few", 9), Jq(medium)])
            .RunAsync(rounds, context.Progress, cancellationToken);
        var atLarge = await new Contest("plan + edit, 105 MB", [Ours(source, large, "few", 3), Copy(large), Jq(large)])
            .RunAsync(rounds, context.Progress, cancellationToken);
        var both = await new Contest("plan + edit, source and destination 105 MB each", [Ours(largeSource, large, "large", 3), Copy(largeSource, large)])
            .RunAsync(rounds, context.Progress, cancellationToken);
        var size = new FileInfo(large).Length;
        return new BenchmarkResult(
            [
                new("plan + edit of a 105 MB configuration, against memcpy of the file", atLarge.WallRatio(Names.Ours, Names.MemoryCopy), 12),
                new("the same with a source of 105 MB too, against memcpy of both", both.WallRatio(Names.Ours, Names.MemoryCopy), 12),
                new("plan + edit against the jq process, 5 MB", atMedium.WallRatio(Names.Ours, Names.Jq), 0.04),
                new("plan + edit against the jq process, 105 MB", atLarge.WallRatio(Names.Ours, Names.Jq), 0.04),
                new("memory allocated by plan + edit, against the 105 MB file", atLarge.Allocated(Names.Ours) / size, 0.01),
            ],
            [atMedium, atLarge, both]);
    }

    private static async Task CheckAsync(
        BenchmarkContext context, WorkerClient worker, string source, string destination, string console, CancellationToken cancellationToken)
    {
        var check = new MeaningCheck(Wanted, await File.ReadAllBytesAsync(destination, cancellationToken));
        var work = context.Scratch.NewRun();
        await JqAsync(context, source, destination, cancellationToken, work);
        check.Check(Names.Jq, await File.ReadAllBytesAsync(Path.Combine(work, "merged.json"), cancellationToken));
        var edited = Path.Combine(work, "edited.json");
        await worker.RunAsync(WorkCatalogue.WriteEdit, [source, destination, console, "few", edited], repeat: 1, cancellationToken);
        check.Check(Names.Ours, await File.ReadAllBytesAsync(edited, cancellationToken));
    }

    private static Task<Sample> JqAsync(
        BenchmarkContext context, string source, string destination, CancellationToken cancellationToken, string? work = null) =>
        MeasuredProcess.RunAsync(
            Path.Combine(context.Peers, "plan-edit-jq.sh"),
            [],
            new Dictionary<string, string>
            {
                ["SOURCE_FILE"] = source, ["DESTINATION_FILE"] = destination, ["WANTED"] = JsonSerializer.Serialize(Wanted.Selection),
                ["WORK"] = work ?? context.Scratch.NewRun(),
            },
            cancellationToken);

    private static async Task<string> WriteAsync(BenchmarkContext context, string name, byte[] content)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(context.Scratch.Root, "files")).FullName, name);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }
}
