using System.Text;
using System.Text.RegularExpressions;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>Exports, and imports between files: what a person does without a destination in Git.</summary>
public sealed partial class FilesInPlaceOfGitTests(SharedGitServer server) : IDisposable
{
    private const string Configuration = "fastdata-config.json";
    private readonly HostedProjects _projects = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _projects.Dispose();

    [Fact]
    public async Task Import_OfAnExport_GivesTheBytesOfTheSourceItself_E3()
    {
        _projects.LayOutFiles();
        Directory.CreateDirectory(_projects["exports"]);
        var toFile = await ExportAsync("-o", "books.json");
        var toDirectory = await ExportAsync("-o", "exports");
        var toPipe = await ExportAsync("-o", "-");
        var file = await File.ReadAllBytesAsync(_projects["books.json"], Cancellation);
        var inDirectory = Assert.Single(Directory.GetFiles(_projects["exports"]));

        Assert.Contains("Wrote books.json: 5 resources", toFile.Output, StringComparison.Ordinal);
        Assert.Matches(ExportName(), Path.GetFileName(inDirectory));
        Assert.Contains(Path.GetFileName(inDirectory), toDirectory.Output, StringComparison.Ordinal);
        Assert.Equal(Timeless(file), Timeless(toPipe.OutputBytes));
        Assert.Equal(Timeless(file), Timeless(await File.ReadAllBytesAsync(inDirectory, Cancellation)));

        var imported = await _projects.RunAsync(file, "import", "-f", "import.yaml", "--source-file", "-", "--destination-file", Configuration, "--console-file", "api-console-config.json", "-o", "-");
        Assert.Equal(0, (await _projects.RunAsync("import", "-f", "import.yaml", "-f", "secret.yaml")).ExitCode);

        Assert.Equal(0, imported.ExitCode);
        Assert.Equal(Encoding.UTF8.GetString(await _projects.ResultAsync()), imported.Output);
    }

    [Fact]
    public async Task PlanAndImport_GivenFiles_EndWithTheirCodesAndKeepTheFilesMode()
    {
        _projects.LayOutFiles();
        await ExportAsync("-o", "books.json");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_projects[Configuration], Mode);
        }

        Assert.Equal(2, (await RunAsync("plan")).ExitCode);
        Assert.Equal(HostedProjects.Folder.Files("before")[1].Content.ToArray(), await File.ReadAllBytesAsync(_projects[Configuration], Cancellation));
        Assert.Equal(0, (await RunAsync("import")).ExitCode);
        var after = await File.ReadAllBytesAsync(_projects[Configuration], Cancellation);
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
        Assert.Equal(0, (await RunAsync("import")).ExitCode);

        Assert.Equal(after, await File.ReadAllBytesAsync(_projects[Configuration], Cancellation));
        Assert.Equal(Mode, OperatingSystem.IsWindows() ? Mode : File.GetUnixFileMode(_projects[Configuration]));
        Assert.Equal(["api-console-config.json", "books.json", Configuration, "import.yaml", "secret.yaml"], _projects.Files());
        Assert.Equal(0, (await _projects.RunAsync("validate", Configuration, "api-console-config.json", "books.json", "import.yaml", "secret.yaml")).ExitCode);
    }

    [Fact]
    public async Task Plan_GivenABrokenFile_EndsWith1AndNamesThePlace()
    {
        _projects.LayOutFiles();
        await ExportAsync("-o", "books.json");
        await File.WriteAllTextAsync(_projects[Configuration], "{\n  \"systems\": {},\n  \"systems\": {}\n}", Cancellation);

        var run = await RunAsync("plan");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{Configuration}:3:3: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipeline_OfExportAndImport_NeedsNoFilesBetween()
    {
        _projects.LayOutFiles();
        var before = await File.ReadAllBytesAsync(_projects[Configuration], Cancellation);
        var script = $"""
            set -e
            '{ProgramRun.FastData}' export --source "$1" --project library --select er-schema/er_books --yes -o - |
              '{ProgramRun.FastData}' import -f import.yaml --source-file - --destination-file {Configuration} --console-file api-console-config.json -o new.json
            '{ProgramRun.FastData}' export --source "$1" --project library --all --yes -o - |
              '{ProgramRun.FastData}' plan -f import.yaml --source-file - --destination-file new.json --console-file api-console-config.json
            cat new.json | '{ProgramRun.FastData}' references --file -
            """;

        var run = await ProgramRun.RunAsync("sh", Path.GetDirectoryName(_projects["import.yaml"])!, ["-c", script, "sh", HostedProjects.WithPassword(_projects.SourceUrl)]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("5 references, 0 drifted.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(SharedGitServer.Password, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_projects[Configuration], Cancellation));
    }

    private Task<ProgramRun> RunAsync(string verb) =>
        _projects.RunAsync(verb, "-f", "import.yaml", "--source-file", "books.json", "--destination-file", Configuration, "--console-file", "api-console-config.json");

    private async Task<ProgramRun> ExportAsync(params string[] options)
    {
        var run = await _projects.RunAsync(["export", "--source", HostedProjects.WithPassword(_projects.SourceUrl), "--project", "library", "--select", "er-schema/er_books", "--yes", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>An export without the time at which it was made (E3).</summary>
    private static string Timeless(ReadOnlyMemory<byte> export) => ExportedAt().Replace(Encoding.UTF8.GetString(export.Span), "");

    [GeneratedRegex("\"exportedAt\": \"[^\"]+\"")]
    private static partial Regex ExportedAt();

    [GeneratedRegex(@"^fast-data-export-\d{8}T\d{9}Z\.json$")]
    private static partial Regex ExportName();
}
