using System.CommandLine;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Rows;
using FastDataOperator.Benchmarks.Servers;
using FastDataOperator.Benchmarks.Workers;

namespace FastDataOperator.Benchmarks;

internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        if (arguments is [WorkerClient.Verb])
        {
            return Task.FromResult(Worker.Run(Console.In, Console.Out));
        }

        Option<int?> rounds = new("--rounds") { Description = "Rounds that count, for every row (default: each row's own number)." };
        Option<string[]> only = new("--only") { Description = "Only these rows.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. BenchmarkCatalogue.All.Select(benchmark => benchmark.Name)]);
        Option<bool> quick = new("--quick") { Description = "Three rounds, and nothing of 105 MB but plan-edit: a look, not a result." };
        Option<string?> scratch = new("--scratch") { Description = "Where inputs and repositories go (default: memory where there is room)." };
        Option<DirectoryInfo> home = new("--home") { Description = "The directory benchmarks/.", Required = true, Hidden = true };
        Option<FileInfo?> commandLine = new("--command-line") { Description = "The published fastdata executable.", Hidden = true };
        var root = new RootCommand("Measures FastDataOperator beside its peers.") { rounds, only, quick, scratch, home, commandLine };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            using var directory = new Scratch(parsed.GetValue(scratch));
            await using var server = await GitServer.StartAsync(directory, cancellationToken);
            var isQuick = parsed.GetValue(quick);
            var chosen = parsed.GetValue(only) ?? [];
            var context = new BenchmarkContext
            {
                Scratch = directory,
                Server = server,
                Definitions = Path.Combine(parsed.GetRequiredValue(home).Parent!.FullName, "crds"),
                Peers = Path.Combine(parsed.GetRequiredValue(home).FullName, "peers"),
                CommandLine = parsed.GetValue(commandLine) is { Exists: true } fastdata ? fastdata.FullName : null,
                Progress = Console.Error,
                Rounds = parsed.GetValue(rounds) ?? (isQuick ? 3 : null),
            };
            var machine = await Machine.DescribeAsync(directory.IsMemory, cancellationToken);
            List<BenchmarkResult> results = [];
            foreach (var benchmark in BenchmarkCatalogue.All.Where(benchmark =>
                chosen.Length > 0 ? chosen.Contains(benchmark.Name) : !isQuick || benchmark.Name != Scenario.Large.Name))
            {
                results.Add(await benchmark.RunAsync(context, cancellationToken));
            }

            var text = ResultsText.Of(machine, results);
            await Console.Out.WriteAsync(text);
            var file = Path.Combine(parsed.GetRequiredValue(home).FullName, "results", "latest.md");
            if (chosen.Length == 0 && !isQuick)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, cancellationToken);
            }
        });
        return root.Parse(arguments).InvokeAsync();
    }
}
