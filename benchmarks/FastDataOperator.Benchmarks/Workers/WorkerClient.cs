using System.Diagnostics;
using System.Text.Json;
using FastDataOperator.Benchmarks.Inputs;
using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>A long-lived process that does our work and measures itself, as the operator is one: warm, and alone in its memory.</summary>
internal sealed class WorkerClient : IAsyncDisposable
{
    public const string Verb = "worker";
    private readonly Process _process;

    /// <param name="environment">Variables beside those that every run has.</param>
    public WorkerClient(Scratch scratch, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Scratch.Isolate(start);
        start.Environment["TMPDIR"] = scratch.NewRun();
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public async Task<Sample> RunAsync(string work, IReadOnlyList<string> arguments, int repeat, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new WorkRequest(work, arguments, repeat)).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new RunFailedException("The worker ended");
        var reply = JsonSerializer.Deserialize<WorkReply>(line)!;
        return reply.Sample ?? throw new RunFailedException($"{work}: {reply.Error}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
