using System.Diagnostics;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>Runs the <c>git</c> program untouched by the machine's configuration, with a fixed author and date.</summary>
public static class GitCommand
{
    /// <summary>What it printed, without the last line break.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public static string Run(string directory, params string[] arguments) => Run(directory, default, arguments);

    /// <summary>As <see cref="Run(string, string[])"/>, with bytes on its input.</summary>
    public static string Run(string directory, ReadOnlyMemory<byte> input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start; install the package git.");
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            try
            {
                process.StandardInput.BaseStream.Write(input.Span);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It did not want all of it; its exit code tells.
            }
        });
        var output = process.StandardOutput.ReadToEnd();
        writing.GetAwaiter().GetResult();
        process.WaitForExit();
        var said = errors.GetAwaiter().GetResult();
        Evidence.Keep("git", output + said);
        return process.ExitCode == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed: {output}{said}");
    }

    internal static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "Test Author",
        ["GIT_AUTHOR_EMAIL"] = "author@example.com",
        ["GIT_AUTHOR_DATE"] = "2026-01-02T03:04:05+01:00",
        ["GIT_COMMITTER_NAME"] = "Test Committer",
        ["GIT_COMMITTER_EMAIL"] = "committer@example.com",
        ["GIT_COMMITTER_DATE"] = "2026-01-02T03:04:05+01:00",
    };
}
