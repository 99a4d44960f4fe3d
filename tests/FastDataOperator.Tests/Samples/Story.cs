using System.Text.Json;
using FastDataOperator.Testing;
using FastDataOperator.Tests.EndToEnd;
using FastDataOperator.Tests.Scenarios;

namespace FastDataOperator.Tests.Samples;

/// <summary>One of the samples in a folder of its own, where the commands of its README are run as they stand there.</summary>
internal sealed class Story : IDisposable
{
    private const string ExitCode = "# exit code ";

    private readonly TemporaryDirectory _root = new();
    private readonly Queue<string> _commands;
    private string _directory;

    public Story(string name)
    {
        var samples = Path.Combine(ProjectRoot.Path, "samples");
        Readme = new StoryReadme(File.ReadAllText(Path.Combine(samples, name, "README.md")));
        _commands = new Queue<string>(Readme.Commands);
        _directory = _root.Path;

        // The project's root as lay-out.sh sees it: the samples, and ./fastdata.
        Directory.CreateSymbolicLink(_root["samples"], samples);
        File.CreateSymbolicLink(_root["fastdata"], ProgramRun.FastData);
    }

    public StoryReadme Readme { get; }

    /// <summary>A file or repository of the folder that the README changes to.</summary>
    public string this[string file] => Path.Combine(_directory, file);

    /// <summary>Runs the README's commands up to the next one that holds a text; each ends with the exit code that its comment promises, or 0.</summary>
    /// <returns>What that one printed.</returns>
    public async Task<string> RunToAsync(string text)
    {
        while (_commands.TryDequeue(out var command))
        {
            var output = await RunAsync(command);
            if (command.Contains(text, StringComparison.Ordinal))
            {
                return output;
            }
        }

        throw new InvalidOperationException($"the README has no further command with {text}.");
    }

    /// <summary>Runs the rest of the README's commands.</summary>
    public async Task RunToEndAsync()
    {
        while (_commands.TryDequeue(out var command))
        {
            await RunAsync(command);
        }
    }

    /// <summary>A plan as a program reads it.</summary>
    public async Task<StoryPlan> PlanAsync(string manifest, int exitCode)
    {
        var run = await ProgramRun.RunAsync(ProgramRun.FastData, _directory, ["plan", "-f", manifest, "--output", "json"]);
        Assert.True(run.ExitCode == exitCode, $"plan -f {manifest} ended with {run.ExitCode}: {run.Error}");
        using var json = JsonDocument.Parse(run.OutputBytes);
        return new StoryPlan(Assert.Single(json.RootElement.GetProperty("imports").EnumerateArray()).Clone());
    }

    public string Git(string repository, params string[] arguments) => GitCommand.Run(this[repository + ".git"], arguments);

    /// <summary>Lines that a repository's newest commit adds and takes away, and the paths that it changes.</summary>
    public (int Added, int Removed, string Path) LastChange(string repository)
    {
        var line = Assert.Single(Git(repository, "show", "--numstat", "--minimal", "--format=", "HEAD").Split('\n')).Split('\t');
        return (int.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture), line[2]);
    }

    public void Dispose() => _root.Dispose();

    private async Task<string> RunAsync(string command)
    {
        if (command.StartsWith("cd ", StringComparison.Ordinal))
        {
            _directory = Path.Combine(_directory, command[3..].Trim());
            return "";
        }

        var promise = command.IndexOf(ExitCode, StringComparison.Ordinal);
        var expected = promise < 0 ? 0 : command[promise + ExitCode.Length] - '0';
        var run = await ProgramRun.RunAsync("sh", _directory, ["-c", command]);
        Assert.True(run.ExitCode == expected, $"{command}\nended with {run.ExitCode}:\n{run.Output}{run.Error}");
        return run.Output + run.Error;
    }
}
