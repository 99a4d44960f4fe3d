using System.Diagnostics;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>The <c>git</c> executable, for preparing inputs and checking results; never inside a measurement of ours.</summary>
internal static class GitCommand
{
    public static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var git = Start(arguments);
        await FinishAsync(git, cancellationToken);
    }

    /// <summary>What the command wrote to its standard output.</summary>
    public static async Task<byte[]> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var git = Start(arguments, redirectOutput: true);
        using var output = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await FinishAsync(git, cancellationToken);
        return output.ToArray();
    }

    public static Process Start(IReadOnlyList<string> arguments, bool redirectInput = false, bool redirectOutput = false)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardInput = redirectInput, RedirectStandardOutput = redirectOutput };
        Scratch.Isolate(start);
        return Process.Start(start)!;
    }

    public static async Task FinishAsync(Process git, CancellationToken cancellationToken)
    {
        await git.WaitForExitAsync(cancellationToken);
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {string.Join(' ', git.StartInfo.ArgumentList)} ended with exit code {git.ExitCode}");
        }
    }
}
