using System.Diagnostics;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>What a program that ran came to.</summary>
internal sealed record ProgramRun(int ExitCode, ReadOnlyMemory<byte> OutputBytes, string Error)
{
    /// <summary>The executable as it was built beside these tests.</summary>
    public static string FastData { get; } = Path.Combine(AppContext.BaseDirectory, "fastdata");

    public string Output => Encoding.UTF8.GetString(OutputBytes.Span);

    /// <summary>Runs a program to its end, away from the machine's own git configuration.</summary>
    public static async Task<ProgramRun> RunAsync(string program, string directory, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        using var process = Start(program, directory, arguments);
        return await FinishAsync(process, input);
    }

    public static Process Start(string program, string directory, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment.Remove("NO_COLOR");
        return Process.Start(start)!;
    }

    /// <summary>Gives a program its input, takes its output, and waits for its end.</summary>
    public static async Task<ProgramRun> FinishAsync(Process process, ReadOnlyMemory<byte> input = default)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = ReadAsync(process.StandardOutput.BaseStream, cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        var run = new ProgramRun(0, await output, await error);
        await process.WaitForExitAsync(cancellationToken);
        Evidence.Keep("fastdata", run.OutputBytes.Span);
        Evidence.Keep("fastdata", run.Error);
        return run with { ExitCode = process.ExitCode };
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
