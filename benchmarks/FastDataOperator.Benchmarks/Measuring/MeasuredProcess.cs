using System.Diagnostics;
using FastDataOperator.Benchmarks.Inputs;

namespace FastDataOperator.Benchmarks.Measuring;

/// <summary>Runs a program from start to exit and measures it with all its descendants.</summary>
internal static class MeasuredProcess
{
    public static async Task<Sample> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Scratch.Isolate(start);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cpu = ResourceUsage.OfChildren();
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tree = new ProcessTree(process.Id);
        var watch = tree.WatchAsync(watching.Token);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var wall = Stopwatch.GetElapsedTime(began);
        await watching.CancelAsync();
        await watch;
        return process.ExitCode == 0
            ? new Sample { Wall = wall, Cpu = ResourceUsage.OfChildren() - cpu, PeakMemory = tree.Peak }
            : throw new RunFailedException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {await errors}{await output}");
    }
}
