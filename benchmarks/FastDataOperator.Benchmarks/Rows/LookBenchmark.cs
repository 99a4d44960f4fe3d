using System.Globalization;
using FastDataOperator.Benchmarks.Contests;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Benchmarks.Reports;
using FastDataOperator.Benchmarks.Workers;
using FastDataOperator.Testing;

namespace FastDataOperator.Benchmarks.Rows;

/// <summary>What it costs to find that a branch did not move, over https: in a warm process, and by <c>git ls-remote</c> of that one branch.</summary>
internal sealed class LookBenchmark : IBenchmark
{
    private const int Many = 10_000;

    /// <summary>How often <c>git ls-remote</c> runs for one sample.</summary>
    private const int PeerRuns = 10;

    public string Name => "look";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using var server = GitWebServer.Start(new GitWebServerOptions { IsSecure = true });
        foreach (var (name, references) in new[] { ("one", 1), ("many", Many) })
        {
            var repository = server.CreateRepository(name + ".git");
            var tip = repository.Commit("main", new TestFile("fastdata-config.json", "{}\n"));
            if (references > 1)
            {
                repository.CreateBranches("feature/", references - 1, tip);
            }
        }

        await using var worker = new WorkerClient(context.Scratch, new Dictionary<string, string> { ["SSL_CERT_FILE"] = server.CertificateFile });
        var one = await ContestAsync(context, worker, server, "one", "1 reference", cancellationToken);
        var many = await ContestAsync(context, worker, server, "many", string.Create(CultureInfo.InvariantCulture, $"{Many:N0} references"), cancellationToken);
        return new BenchmarkResult(
            [
                new("a look at an unchanged source, https, 1 reference: CPU against git ls-remote", one.CpuRatio(Names.Ours, Names.ListRemote), 0.05),
                new("the same, 10,000 references", many.CpuRatio(Names.Ours, Names.ListRemote), 0.1),
            ],
            [one, many]);
    }

    private static Task<ContestResult> ContestAsync(
        BenchmarkContext context, WorkerClient worker, GitWebServer server, string repository, string size, CancellationToken cancellationToken)
    {
        var url = server.UrlOf(repository + ".git");
        return new Contest($"a look, {size}",
            [
                new(Names.Ours, async stop => (await worker.RunAsync(WorkCatalogue.Look, [url], repeat: 1, stop)).DividedBy(LookWork.Looks)) { WarmUps = 20 },
                new(Names.ListRemote, stop => ListRemoteAsync(url, server.CertificateFile, stop)),
            ]).RunAsync(context.Rounds ?? 9, context.Progress, cancellationToken);
    }

    private static async Task<Sample> ListRemoteAsync(string url, string certificate, CancellationToken cancellationToken)
    {
        var (wall, cpu, memory) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
        for (var run = 0; run < PeerRuns; run++)
        {
            var sample = await MeasuredProcess.RunAsync("git", ["ls-remote", url, "refs/heads/main"], new Dictionary<string, string> { ["GIT_SSL_CAINFO"] = certificate }, cancellationToken);
            (wall, cpu, memory) = (wall + sample.Wall, cpu + sample.Cpu, Math.Max(memory, sample.PeakMemory));
        }

        return new Sample { Wall = wall, Cpu = cpu, PeakMemory = memory }.DividedBy(PeerRuns);
    }
}
