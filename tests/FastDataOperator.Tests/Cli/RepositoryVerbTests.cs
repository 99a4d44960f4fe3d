using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Cli;

/// <summary>plan, import, references and graph between Git repositories.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RepositoryVerbTests : IDisposable
{
    private readonly Story _story = new("share-er-schema");

    public void Dispose() => _story.Dispose();

    [Fact]
    public void PlanAndImport_GivenAStory_TellItByTheirExitCodes()
    {
        var before = _story.Git("marketing", "rev-parse", "main");
        var plan = _story.Run("plan", "-f", "import.yaml");
        Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
        Assert.Contains("marketing/customer-from-core: import 2 Systems of Record, 7 Projections, 1 ER schema and 5 cast functions", plan.Output, StringComparison.Ordinal);
        Assert.Contains("needed by er-schema/er_customer (C2)", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before, _story.Git("marketing", "rev-parse", "main"));

        var import = _story.Run("import", "-f", "import.yaml");
        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        var after = _story.Git("marketing", "rev-parse", "main");
        Assert.Contains($"Pushed commit {after} to main.", import.Output, StringComparison.Ordinal);
        Assert.Equal(before, _story.Git("marketing", "rev-parse", "main^"));
        Assert.Equal("fastdata-config.json", _story.Git("marketing", "diff", "--name-only", "main^", "main"));
        Assert.Equal("fastdata: import 1 ER schema and 14 dependencies from customer-core", _story.Git("marketing", "log", "-1", "--format=%s", "main"));
        Assert.Equal("marketing/customer-from-core", _story.Git("marketing", "log", "-1", "--format=%(trailers:key=FastData-Import,valueonly,separator=)", "main"));

        Assert.Equal(0, _story.Run("plan", "-f", "import.yaml").ExitCode);
        Assert.Equal(0, _story.Run("import", "-f", "import.yaml").ExitCode);
        Assert.Equal(after, _story.Git("marketing", "rev-parse", "main"));

        _story.MoveOn();
        Assert.Equal(2, _story.Run("plan", "-f", "import.yaml").ExitCode);
        Assert.Equal(0, _story.Run("import", "-f", "import.yaml").ExitCode);
        Assert.Equal("fastdata: update 1 Projection and 1 cast function from customer-core", _story.Git("marketing", "log", "-1", "--format=%s", "main"));
    }

    [Fact]
    public void Plan_GivenJson_PrintsOneObjectAndNothingElse()
    {
        var plan = _story.Run("plan", "-f", "import.yaml", "--output", "json");

        Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
        using var json = JsonDocument.Parse(plan.Output);
        var import = json.RootElement.GetProperty("imports")[0];
        Assert.Equal("Planned", import.GetProperty("outcome").GetString());
        Assert.Equal(15, import.GetProperty("counts").GetProperty("added").GetInt32());
        Assert.Equal(
            ["project=marketing", "repository=./marketing.git", "branch=main", $"commit={_story.Git("marketing", "rev-parse", "main")}", "path=fastdata-config.json"],
            import.GetProperty("destination").EnumerateObject().Select(static member => $"{member.Name}={member.Value.GetString()}"));
    }

    [Fact]
    public void Import_GivenJson_NamesTheCommit()
    {
        using var json = JsonDocument.Parse(_story.Run("import", "-f", "import.yaml", "--output", "json").Output);

        var import = json.RootElement.GetProperty("imports")[0];
        Assert.Equal("Pushed", import.GetProperty("outcome").GetString());
        Assert.Equal(_story.Git("marketing", "rev-parse", "main"), import.GetProperty("commit").GetString());
    }

    [Theory]
    [InlineData("markdown", "### `marketing/customer-from-core`")]
    [InlineData("mermaid", "%% marketing/customer-from-core\ngraph LR\n")]
    public void Plan_GivenAnotherFormat_PrintsIt(string format, string start) =>
        Assert.StartsWith(start, _story.Run("plan", "-f", "import.yaml", "--output", format).Output, StringComparison.Ordinal);

    [Fact]
    public void Plan_GivenATag_CallsItATag()
    {
        _story.Git("customer-core", "tag", "v1.0.0", "main");
        _story.Write("tag.yaml", _story.Read("import.yaml").Replace("ref: { branch: main }", "ref: { tag: v1.0.0 }", StringComparison.Ordinal));

        Assert.Contains("  from customer-core, ./customer-core.git tag v1.0.0 at 237bde8", _story.Run("plan", "-f", "tag.yaml").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WithoutAScratchDirectory_SaysHowToNameAnother()
    {
        var plan = FastDataProcess.Run(_story.Path, null, ["plan", "-f", "import.yaml", "--output", "json"], ("TMPDIR", "/dev/null/scratch"));

        Assert.Equal(1, plan.ExitCode);
        Assert.EndsWith("\n  make room there, or name a folder that can be written to in TMPDIR\n", plan.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(plan.Output);
        var failure = json.RootElement.GetProperty("imports")[0].GetProperty("failure");
        Assert.Equal(("ScratchUnusable", "make room there, or name a folder that can be written to in TMPDIR"), (failure.GetProperty("reason").GetString(), failure.GetProperty("remedy").GetString()));
    }

    [Fact]
    public void Plan_InMarkdownOfWhatCannotBeRead_SaysWhyAndNotThatItWasRefused()
    {
        _story.Write("gone.yaml", _story.Read("import.yaml").Replace("./customer-core.git", "./gone.git", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "gone.yaml", "--output", "markdown");

        Assert.Equal(1, plan.ExitCode);
        Assert.StartsWith("### `marketing/customer-from-core`: failed\n\n- the source cannot be read: ", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenAManifestOnStandardInput_TakesItsPathsFromHere()
    {
        var plan = FastDataProcess.Run(_story.Path, _story.Read("import.yaml"), ["plan", "-f", "-"]);

        Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
    }

    [Fact]
    public void Plan_GivenAnotherWorkingDirectory_TakesPathsFromTheManifestsFolder()
    {
        using var elsewhere = new TemporaryDirectory();

        Assert.Equal(2, FastDataProcess.Run(elsewhere.Path, "plan", "-f", _story["import.yaml"]).ExitCode);
    }

    [Fact]
    public void Plan_GivenSeveralDocuments_RunsAllAndEndsWithTheWorst()
    {
        var manifest = _story.Read("import.yaml");
        var unknown = manifest.Replace("name: er_customer", "name: er_custmer", StringComparison.Ordinal).Replace("name: customer-from-core", "name: mistyped", StringComparison.Ordinal);
        _story.Write("two.yaml", unknown + "\n---\n" + manifest);

        var plan = _story.Run("plan", "-f", "two.yaml");

        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("did you mean er_customer?", plan.Error, StringComparison.Ordinal);
        Assert.Contains("marketing/mistyped is refused, and nothing was written.", plan.Error, StringComparison.Ordinal);
        Assert.Contains("marketing/customer-from-core: import", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenASuspendedOne_RefusesWhilePlanWorks()
    {
        _story.Write("suspended.yaml", _story.Read("import.yaml").Replace("spec:", "spec:\n  suspend: true", StringComparison.Ordinal));

        Assert.Equal(2, _story.Run("plan", "-f", "suspended.yaml").ExitCode);
        var import = _story.Run("import", "-f", "suspended.yaml");
        Assert.Equal((1, ""), (import.ExitCode, import.Output));
        Assert.Contains("is suspended", import.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ref: { branch: main }", "ref: { branch: mian }", "./customer-core.git has no branch mian (G1)\n  did you mean main?")]
    [InlineData("project: customer-core", "project: customer-core\n    path: fastdata-confg.json", "has no fastdata-confg.json")]
    [InlineData("./customer-core.git", "./customer-cor.git", "customer-cor.git")]
    public void Plan_GivenWhatIsNotThere_SaysWhatIs(string find, string put, string message)
    {
        _story.Write("wrong.yaml", _story.Read("import.yaml").Replace(find, put, StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "wrong.yaml");

        Assert.Equal((1, ""), (plan.ExitCode, plan.Output));
        Assert.Contains(message, plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenAHookThatRefuses_PassesTheServersWordsOn()
    {
        ExecutableFile.Write(_story["marketing.git/hooks/pre-receive"], "#!/bin/sh\necho 'only on Fridays' >&2\necho 'and then before noon' >&2\nexit 1\n");
        var before = _story.Git("marketing", "rev-parse", "main");

        var import = _story.Run("import", "-f", "import.yaml");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("only on Fridays\n    ", import.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(@"\u{0A}", import.Error, StringComparison.Ordinal);
        Assert.Equal(before, _story.Git("marketing", "rev-parse", "main"));
    }

    [Theory]
    [InlineData("./customer-core.git", "")]
    [InlineData("{0}/customer-core.git/", "")]
    [InlineData("file://{0}/customer-core.git", "\n    path: fastdata-config.json")]
    [InlineData("./customer-core", "")]
    public void Plan_GivenTheSourceAsDestination_Refuses(string url, string rest)
    {
        _story.Write("self.yaml", _story.Read("import.yaml").Replace("url: ./marketing.git", $"url: {string.Format(CultureInfo.InvariantCulture, url, _story.Path)}{rest}", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "self.yaml");

        Assert.Equal((1, ""), (plan.ExitCode, plan.Output));
        Assert.Contains("source and destination are the same file on the same branch", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenADestinationPathBesideAConfiguration_NamesIt()
    {
        _story.Write("wrong.yaml", _story.Read("import.yaml").Replace("./marketing.git", "./marketing.git\n    path: fastdata-confg.json", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "wrong.yaml");

        Assert.Equal((1, ""), (plan.ExitCode, plan.Output));
        Assert.Contains("has no fastdata-confg.json, and its root holds fastdata-config.json", plan.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean fastdata-config.json? a new file is only created where the root has no configuration", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GivenADestinationPathAndNoConfiguration_CreatesIt()
    {
        GitCommand.Run(_story.Path, "init", "-q", "--bare", "-b", "main", "fresh.git");
        _story.Write("fresh.yaml", _story.Read("import.yaml").Replace("./marketing.git", "./fresh.git\n    path: data/project.json", StringComparison.Ordinal)
            .Replace("spec:", "spec:\n  architecture: Warn", StringComparison.Ordinal));

        var import = _story.Run("import", "-f", "fresh.yaml");

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.Equal("data/project.json", _story.Git("fresh", "ls-tree", "-r", "--name-only", "main"));
    }

    [Fact]
    public void Plan_GivenADestinationWithAWorkTree_RefusesOnlyTheBranchThatIsCheckedOut()
    {
        GitCommand.Run(_story.Path, "clone", "-q", "marketing.git", "clone");
        GitCommand.Run(_story["clone"], "branch", "other");
        var manifest = _story.Read("import.yaml").Replace("./marketing.git", "./clone", StringComparison.Ordinal);
        _story.Write("tree.yaml", manifest);
        _story.Write("other.yaml", manifest.Replace("    branch: main\n", "    branch: other\n", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "tree.yaml");
        Assert.Equal((1, ""), (plan.ExitCode, plan.Output));
        Assert.Contains("./clone is not bare, and main is checked out there", plan.Error, StringComparison.Ordinal);
        Assert.Contains("or use --destination-file", plan.Error, StringComparison.Ordinal);
        Assert.Equal(0, _story.Run("import", "-f", "other.yaml").ExitCode);

        GitCommand.Run(_story["clone"], "config", "receive.denyCurrentBranch", "updateInstead");
        Assert.Equal(0, _story.Run("import", "-f", "tree.yaml").ExitCode);
    }

    [Fact]
    public void Import_GivenAnExportFileAndARepository_PushesIt_E2()
    {
        _story.Run("export", "--source", "./customer-core.git", "--project", "customer-core", "--select", "er-schema/er_customer", "--yes", "-o", "export.json");
        _story.Write("half.yaml", _story.Read("import.yaml").Replace("    repository:\n      url: ./customer-core.git\n      ref: { branch: main }\n", "", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "import.yaml", "--source-file", "export.json");
        Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
        var import = _story.Run("import", "-f", "half.yaml", "--source-file", "export.json");

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.Contains($"Pushed commit {_story.Git("marketing", "rev-parse", "main")} to main.", import.Output, StringComparison.Ordinal);
        Assert.Equal(0, _story.Run("plan", "-f", "import.yaml").ExitCode);
    }

    [Fact]
    public void Import_GivenARepositoryAndADestinationFile_WritesIt()
    {
        _story.Write("mine.json", _story.Git("marketing", "show", "main:fastdata-config.json"));
        _story.Write("console.json", _story.Git("marketing", "show", "main:api-console-config.json"));

        var import = _story.Run("import", "-f", "import.yaml", "--destination-file", "mine.json", "--console-file", "console.json");

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.Contains("er_customer", _story.Read("mine.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GivenUpdatesThatWait_SaysWhatTakesThem()
    {
        _story.Run("import", "-f", "import.yaml");
        _story.MoveOn();
        _story.Write("import.yaml", _story.Read("import.yaml").Replace("spec:", "spec:\n  update: Manual", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "import.yaml");

        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.Contains("What waits is taken by fastdata import --update.", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void References_GivenAProject_ListsThem()
    {
        _story.Run("import", "-f", "import.yaml");

        var table = _story.Run("references", "--repository", "./marketing.git");
        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Contains("15 references, 0 drifted.", table.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(_story.Run("references", "--repository", "./marketing.git", "--branch", "main", "--output", "json").Output);
        var references = json.RootElement.GetProperty("references").EnumerateArray().ToList();
        Assert.Equal(15, references.Count);
        Assert.All(references, reference => Assert.Equal("customer-core", reference.GetProperty("importedFrom").GetProperty("project").GetString()));
    }

    [Fact]
    public void Graph_GivenAProject_DrawsIt()
    {
        var graph = _story.Run("graph", "--repository", "./customer-core.git");

        Assert.Equal(0, graph.ExitCode);
        Assert.StartsWith("graph LR\n", graph.Output, StringComparison.Ordinal);
        Assert.Contains("customer_segments", graph.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_story.Run("graph", "--repository", "./customer-core.git", "--output", "json").Output);
        Assert.NotEmpty(json.RootElement.GetProperty("needs").EnumerateArray());
    }
}
