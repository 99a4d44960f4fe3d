using System.Runtime.Versioning;
using System.Text.Json;

namespace FastDataOperator.Tests.Cli;

/// <summary>plan, import, export and validate on files, without Git.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileVerbTests : IDisposable
{
    private static readonly string[] s_files =
    [
        "-f", "import.yaml", "--source-file", "source.json", "--destination-file", "destination.json", "--console-file", "api-console-config.json",
    ];

    private readonly Story _story = new("share-er-schema");

    public FileVerbTests()
    {
        File.Copy(_story.Files("customer-core", "fastdata-config.json"), _story["source.json"]);
        File.Copy(_story.Files("marketing", "fastdata-config.json"), _story["destination.json"]);
        File.Copy(_story.Files("marketing", "api-console-config.json"), _story["api-console-config.json"]);
    }

    public void Dispose() => _story.Dispose();

    [Fact]
    public void Import_IntoADevice_WritesIntoItAndLeavesItThere()
    {
        Assert.Equal(0, _story.Run(["import", .. s_files, "-o", "new.json"]).ExitCode);
        using var made = System.Diagnostics.Process.Start("mkfifo", [_story["pipe"]]);
        made.WaitForExit();
        var reading = Task.Run(() => File.ReadAllText(_story["pipe"]), TestContext.Current.CancellationToken);

        Assert.Equal(0, _story.Run(["import", .. s_files, "-o", "pipe"]).ExitCode);
#pragma warning disable xUnit1031 // the other end is closed
        Assert.Equal(_story.Read("new.json"), reading.GetAwaiter().GetResult());
#pragma warning restore xUnit1031
        Assert.Equal(0, _story.Run(["import", .. s_files, "-o", "/dev/null"]).ExitCode);
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    [Fact]
    public void Import_IntoAFolderThatIsNotThere_SaysSo()
    {
        var import = _story.Run(["import", .. s_files, "-o", "nowhere/new.json"]);

        Assert.Equal(1, import.ExitCode);
        Assert.StartsWith("error: nowhere does not exist", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_GivenHalfASurrogatePairForAName_SaysWhere()
    {
        _story.Write("half.json", "{\"\\ud800\":1}");

        Assert.StartsWith("error: half.json:1:2: the name holds an escape for half a surrogate pair", _story.Run("validate", "half.json").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanAndImport_GivenFiles_WorkWithoutGit()
    {
        var before = _story.Read("destination.json");
        Assert.Equal(2, _story.Run(["plan", .. s_files]).ExitCode);
        Assert.Equal(before, _story.Read("destination.json"));

        var import = _story.Run(["import", .. s_files]);
        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.Contains("Wrote destination.json.", import.Output, StringComparison.Ordinal);

        Assert.Equal(0, _story.Run(["plan", .. s_files]).ExitCode);
        var written = File.GetLastWriteTimeUtc(_story["destination.json"]);
        Assert.Equal(0, _story.Run(["import", .. s_files]).ExitCode);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_story["destination.json"]));
    }

    [Fact]
    public void Import_GivenAPipe_PrintsTheFileAndTheReportApart()
    {
        var piped = FastDataProcess.Run(_story.Path, _story.Read("destination.json"), ["import", .. s_files[..4], "--destination-file", "-", .. s_files[6..]]);
        _story.Run(["import", .. s_files]);

        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(_story.Read("destination.json"), piped.Output);
        Assert.Contains("marketing/customer-from-core: import", piped.Error, StringComparison.Ordinal);

        var again = FastDataProcess.Run(_story.Path, piped.Output, ["import", .. s_files[..4], "--destination-file", "-", .. s_files[6..]]);
        Assert.Equal((0, piped.Output), (again.ExitCode, again.Output));
    }

    [Fact]
    public void Import_GivenAnOutputFile_LeavesTheDestinationAlone()
    {
        var before = _story.Read("destination.json");

        Assert.Equal(0, _story.Run(["import", .. s_files, "-o", "new.json"]).ExitCode);

        Assert.Equal(before, _story.Read("destination.json"));
        Assert.Equal(0, _story.Run("validate", "new.json").ExitCode);
    }

    [Fact]
    public void Import_GivenALink_WritesThroughItAndKeepsTheMode()
    {
        File.Move(_story["destination.json"], _story["real.json"]);
        File.CreateSymbolicLink(_story["destination.json"], "real.json");
        File.SetUnixFileMode(_story["real.json"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(0, _story.Run(["import", .. s_files]).ExitCode);

        Assert.Equal("real.json", new FileInfo(_story["destination.json"]).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_story["real.json"]));
        Assert.Contains("er_customer", _story.Read("real.json"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_story.Path, "*.tmp"));
    }

    [Fact]
    public void Import_GivenADirectoryToWriteTo_Refuses()
    {
        Directory.CreateDirectory(_story["folder"]);

        var import = _story.Run(["import", .. s_files, "-o", "folder"]);

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("folder is a directory", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenNoConsoleFile_RefusesOrWarnsAsAsked_M4()
    {
        var refused = _story.Run(["import", .. s_files[..6]]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("api-console-config.json", refused.Error, StringComparison.Ordinal);

        _story.Write("import.yaml", _story.Read("import.yaml").Replace("spec:", "spec:\n  architecture: Warn", StringComparison.Ordinal));
        Assert.Equal(0, _story.Run(["import", .. s_files[..6]]).ExitCode);
    }

    [Theory]
    [InlineData("{\n  \"systems\": [\n}", "destination.json:2:14: ")]
    [InlineData("{\"systems\": 1}", "destination.json:1:")]
    [InlineData("", "destination.json")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n", "LFS")]
    public void Import_GivenABrokenFile_RefusesAndLeavesIt(string text, string message)
    {
        _story.Write("destination.json", text);

        var import = _story.Run(["import", .. s_files]);

        Assert.Equal((1, ""), (import.ExitCode, import.Output));
        Assert.Contains(message, import.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", import.Error, StringComparison.Ordinal);
        Assert.Equal(text, _story.Read("destination.json"));
    }

    [Theory]
    [InlineData("source and destination are the same file: ./source.json", "--source-file", "source.json", "--destination-file", "./source.json")]
    [InlineData("there does not exist", "--source-file", "source.json", "--destination-file", "destination.json", "--console-file", "api-console-config.json", "-o", "there/new.json")]
    [InlineData("--console-file only goes with", "--console-file", "api-console-config.json")]
    [InlineData("asked for more than once", "--source-file", "-", "--destination-file", "-")]
    [InlineData("-o only goes with --destination-file", "-o", "x.json")]
    public void Import_GivenOptionsThatDoNotFit_SaysWhichAreMissing(string message, params string[] options)
    {
        var import = _story.Run(["import", "-f", "import.yaml", .. options]);

        Assert.Equal((1, ""), (import.ExitCode, import.Output));
        Assert.Contains(message, import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_GivenDependenciesAndNobodyToAsk_ListsThemAndRefuses_C2()
    {
        var export = _story.Run("export", "--source", "source.json", "--select", "er-schema/er_customer");

        Assert.Equal((1, ""), (export.ExitCode, export.Output));
        Assert.Contains("projection/crm/pr_customers is not selected, and er-schema/er_customer needs it (C2)", export.Error, StringComparison.Ordinal);
        Assert.Contains("write --yes or --dependencies include", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_GivenYes_WritesAFileThatAnImportTakes_E1_E3()
    {
        var export = _story.Run("export", "--source", "source.json", "--project", "customer-core", "--select", "er-schema/er_customer", "--yes");
        Assert.Equal(0, export.ExitCode);
        var file = Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_story.Path, "fast-data-export-*.json")));
        Assert.Contains($"Wrote {file}: 15 resources, 14 of them because others need them.", export.Output, StringComparison.Ordinal);
        Assert.Contains("customer_segments", export.Error, StringComparison.Ordinal);

        Assert.Equal(0, _story.Run(["import", .. s_files, "-o", "live.json"]).ExitCode);
        Assert.Equal(0, _story.Run(["import", "-f", "import.yaml", "--source-file", file, .. s_files[4..], "-o", "exported.json"]).ExitCode);
        Assert.Equal(_story.Read("live.json"), _story.Read("exported.json"));
    }

    [Fact]
    public void Export_GivenStandardOutput_PrintsTheFileAlone()
    {
        var export = _story.Run("export", "--source", "source.json", "--select", "projection/crm/pr_cust*", "cast-function/*", "--dependencies", "include", "-o", "-");

        Assert.Equal(0, export.ExitCode);
        using var json = JsonDocument.Parse(export.Output);
        Assert.True(json.RootElement.TryGetProperty("metadata", out _));
    }

    [Fact]
    public void Export_GivenAQuestionAtATerminal_DoesAsItIsAnswered()
    {
        string[] arguments = ["export", "--source", "source.json", "--select", "er-schema/er_customer", "-o", "asked.json"];

        var no = FastDataProcess.RunAtTerminal(_story.Path, "n\n", arguments);
        Assert.Equal(1, no.ExitCode);
        Assert.Contains("Export them too?", no.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_story["asked.json"]));

        Assert.Equal(0, FastDataProcess.RunAtTerminal(_story.Path, "y\n", arguments).ExitCode);
        Assert.True(File.Exists(_story["asked.json"]));
    }

    [Fact]
    public void Export_GivenTheEndOfInput_TakesItForNo()
    {
        var none = FastDataProcess.RunAtTerminal(_story.Path, "\u0004", ["export", "--source", "source.json", "--select", "er-schema/er_customer", "-o", "asked.json"]);

        Assert.Equal(1, none.ExitCode);
        Assert.False(File.Exists(_story["asked.json"]));
    }

    [Fact]
    public void Export_GivenAFileThatIsThere_SaysThatItReplacedIt()
    {
        string[] arguments = ["export", "--source", "source.json", "--all", "-o", "export.json"];

        Assert.StartsWith("Wrote export.json: ", _story.Run(arguments).Output, StringComparison.Ordinal);
        Assert.StartsWith("Replaced export.json: ", _story.Run(arguments).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: there does not exist\n", "--all", "-o", "there/export.json")]
    [InlineData("error: there does not exist\n", "--all", "-o", "there/")]
    [InlineData("error: destination.json is a file, not a folder\n", "--all", "-o", "destination.json/export.json")]
    [InlineData("nothing is selected")]
    [InlineData("did you mean er-schema/…?", "--select", "er-shema/x")]
    [InlineData("write system/NAME", "--select", "projection/x")]
    [InlineData("did you mean er_customer?", "--select", "er-schema/er_custmer", "--yes")]
    [InlineData("--dependencies takes include or fail", "--all", "--dependencies", "maybe")]
    [InlineData("contradict each other", "--all", "--dependencies", "fail", "--yes")]
    [InlineData("cannot both go to standard output", "--all", "-o", "-", "--output", "json")]
    public void Export_GivenAMistake_SaysWhatWouldBeRight(string message, params string[] options)
    {
        var export = _story.Run(["export", "--source", "source.json", .. options]);

        Assert.Equal((1, ""), (export.ExitCode, export.Output));
        Assert.Contains(message, export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_GivenFilesOfEveryKind_SaysWhatTheyHold()
    {
        _story.Run("export", "--source", "source.json", "--all", "-o", "export.json");

        var validate = _story.Run("validate", "source.json", "export.json", "api-console-config.json", "import.yaml");

        Assert.Equal(0, validate.ExitCode);
        var lines = validate.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("source.json: project configuration of version 2.2.0, 7 cast functions, 2 Systems of Record, 9 Projections, 1 Single View, 2 ER schemas, 0 references", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("export.json: export file", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("api-console-config.json: console configuration, ", lines[2], StringComparison.Ordinal);
        Assert.Equal("import.yaml: manifest, 1 import, 0 Secrets", lines[3]);
    }

    [Fact]
    public void Validate_GivenOneThatIsNot_NamesThePlace()
    {
        _story.Write("bad.yaml", _story.Read("import.yaml").Replace("erSchemas", "erSchema", StringComparison.Ordinal));

        var validate = _story.Run("validate", "source.json", "bad.yaml", "--output", "json");

        Assert.Equal(1, validate.ExitCode);
        using var json = JsonDocument.Parse(validate.Output);
        Assert.Equal([true, false], json.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("valid").GetBoolean()));
        Assert.Equal("UnknownField", json.RootElement.GetProperty("files")[1].GetProperty("problems")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void Validate_GivenTheSecretsThatAnImportNames_ReadsThemAsTheImportDoes()
    {
        _story.Write("named.yaml", _story.Read("import.yaml")
            .Replace("url: ./marketing.git", "url: https://git.example.com/marketing.git\n      secretRef: { name: robot }", StringComparison.Ordinal)
            .Replace("  dependencies: Include", "  publish: { commit: { signingKey: { secretRef: { name: signing } } } }", StringComparison.Ordinal));
        _story.Write("secrets.yaml", """
            apiVersion: v1
            kind: Secret
            metadata: { name: robot, namespace: marketing }
            stringData:
              password: x
              user: robot
            ---
            apiVersion: v1
            kind: Secret
            metadata: { name: signing, namespace: marketing }
            stringData:
              identity: no key
            ---
            apiVersion: v1
            kind: Secret
            metadata: { name: of-something-else, namespace: marketing }
            stringData: { user: robot }
            """);

        var validate = _story.Run("validate", "named.yaml", "secrets.yaml");

        Assert.Equal((1, "named.yaml: manifest, 1 import, 0 Secrets\n"), (validate.ExitCode, validate.Output));
        Assert.StartsWith("error: secrets.yaml:6:3: Secret marketing/robot: user is not read\n  call it username, or leave it out\nerror: secrets.yaml:12:3: Secret marketing/signing: identity is no SSH private key", validate.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("of-something-else", validate.Error, StringComparison.Ordinal);
        Assert.Equal(0, _story.Run("validate", "named.yaml").ExitCode);
        Assert.Equal(0, _story.Run("validate", "secrets.yaml").ExitCode);
    }
}
