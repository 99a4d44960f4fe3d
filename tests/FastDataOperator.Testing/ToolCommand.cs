using System.Diagnostics;

namespace FastDataOperator.Testing;

/// <summary>Runs a small program to its end.</summary>
internal static class ToolCommand
{
    /// <exception cref="InvalidOperationException">It is missing or failed; the message holds what it printed.</exception>
    public static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {output}{errors.GetAwaiter().GetResult()}");
        }
    }
}
