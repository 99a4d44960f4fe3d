using System.Diagnostics;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Cli;

/// <summary>The real executable, run as a process.</summary>
internal sealed record FastDataProcess(int ExitCode, string Output, string Error)
{
    private static readonly string s_executable = Path.Combine(AppContext.BaseDirectory, "fastdata");

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static FastDataProcess Run(string directory, params string[] arguments) => Run(directory, null, arguments);

    /// <summary>Runs it with bytes on its input.</summary>
    public static FastDataProcess Run(string directory, string? input, string[] arguments, params (string Name, string Value)[] environment) =>
        RunAs(s_executable, directory, input, arguments, environment);

    /// <summary>A symbolic link to the executable.</summary>
    public static void LinkTo(string link) => File.CreateSymbolicLink(link, s_executable);

    /// <summary>Runs what may be a link to it, or a script.</summary>
    public static FastDataProcess RunAs(string program, string directory, string? input, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, directory, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        return Kept(new FastDataProcess(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult()));
    }

    /// <summary>Runs it at a terminal of its own, by script(1): output and error are one there.</summary>
    public static FastDataProcess RunAtTerminal(string directory, string typed, string[] arguments, params (string Name, string Value)[] environment)
    {
        var command = string.Join(' ', arguments.Prepend(s_executable).Select(argument => $"'{argument}'"));
        using var process = Start("script", directory, ["-qefc", command, "/dev/null"], [("TERM", "xterm-256color"), .. environment]);
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(typed);
        process.StandardInput.Flush();
        process.WaitForExit();
        return Kept(new FastDataProcess(process.ExitCode, output.GetAwaiter().GetResult(), ""));
    }

    private static FastDataProcess Kept(FastDataProcess run)
    {
        Evidence.Keep("fastdata", run.Output);
        Evidence.Keep("fastdata", run.Error);
        return run;
    }

    public static Process Start(string directory, params string[] arguments) => Start(s_executable, directory, arguments, []);

    /// <summary>Starts a program in place of it, such as a shell that starts it.</summary>
    public static Process StartProgram(string[] command, string directory) => Start(command[0], directory, command[1..], []);

    private static Process Start(string program, string directory, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
