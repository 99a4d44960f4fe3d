using System.CommandLine;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;
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
            var directory = parsed.GetRequiredValue(home).FullName;
            var isQuick = parsed.GetValue(quick);
            var chosen = parsed.GetValue(only) ?? [];
            var parent = parsed.GetValue(scratch) ?? Scratch.DefaultParent;
            var machine = await Machine.DescribeAsync(Scratch.IsMemory(parent), cancellationToken);
            List<BenchmarkResult> results = [];
            var failed = false;
            foreach (var benchmark in BenchmarkCatalogue.All.Where(benchmark =>
                chosen.Length > 0 ? chosen.Contains(benchmark.Name) : !isQuick || benchmark.Name != Scenario.Large.Name))
            {
                // A directory and a server of its own: no row finds what another left.
                using var place = new Scratch(parent);
                await using var server = await GitServer.StartAsync(place, cancellationToken);
                try
                {
                    results.Add(await benchmark.RunAsync(
                        new BenchmarkContext
                        {
                            Scratch = place,
                            Server = server,
                            Definitions = Path.Combine(Path.GetDirectoryName(directory)!, "crds"),
                            Peers = Path.Combine(directory, "peers"),
                            CommandLine = parsed.GetValue(commandLine) is { Exists: true } fastdata ? fastdata.FullName : null,
                            Progress = Console.Error,
                            Rounds = parsed.GetValue(rounds) ?? (isQuick ? 3 : null),
                        },
                        cancellationToken));
                }
                catch (RunFailedException exception)
                {
                    failed = true;
                    await Console.Error.WriteLineAsync($"{benchmark.Name} failed, its rows are missing: {exception.Message}");
                }
            }

            var text = ResultsText.Of(machine, results);
            await Console.Out.WriteAsync(text);
            if (chosen.Length == 0 && !isQuick && !failed)
            {
                await File.WriteAllTextAsync(Path.Combine(directory, "results", "latest.md"), text, cancellationToken);
            }

            return failed ? 1 : 0;
        });
        return root.Parse(arguments).InvokeAsync();
    }
}
