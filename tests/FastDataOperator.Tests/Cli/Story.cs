using System.Diagnostics;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Cli;

/// <summary>One of the samples, laid out in a directory of its own.</summary>
internal sealed class Story : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _name;

    public Story(string name)
    {
        _name = name;
        LayOut(name, Path);
    }

    /// <summary>The project's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the manifests and the bare repositories are.</summary>
    public string Path => _directory["story"];

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>A folder of the sample with a repository's files.</summary>
    public string Files(string repository, string file) => System.IO.Path.Combine(Root, "samples", _name, "repositories", repository, file);

    public string Git(string repository, params string[] arguments) => GitCommand.Run(this[repository + ".git"], arguments);

    /// <summary>Makes the next commits.</summary>
    public void MoveOn() => LayOut(_name, Path, "next");

    public FastDataProcess Run(params string[] arguments) => FastDataProcess.Run(Path, arguments);

    public void Write(string file, string text) => File.WriteAllText(this[file], text);

    public string Read(string file) => File.ReadAllText(this[file]);

    public void Dispose() => _directory.Dispose();

    private static void LayOut(params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", [System.IO.Path.Combine(Root, "samples", "lay-out.sh"), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(directory, "FastDataOperator.sln")))
        {
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the project's root was not found above the tests");
        }

        return directory;
    }
}
