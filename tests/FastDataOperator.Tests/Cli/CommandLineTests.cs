using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Cli;

/// <summary>What every verb keeps to.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Story _story = new("share-er-schema");

    public void Dispose() => _story.Dispose();

    [Theory]
    [InlineData("plan")]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("validate")]
    [InlineData("references")]
    [InlineData("graph")]
    [InlineData("quickstart")]
    [InlineData("operator")]
    public void Help_OfEveryVerb_HasAnExample(string verb)
    {
        var help = _story.Run(verb, "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("Examples:\n", help.Output, StringComparison.Ordinal);
        Assert.Contains($"  fastdata {verb} ", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no verb is given")]
    [InlineData("there is no verb pln\n  did you mean plan?", "pln", "-f", "x")]
    [InlineData("there is no option --outptu\n  did you mean --output?", "plan", "-f", "import.yaml", "--outptu", "json")]
    [InlineData("--output takes table, json, markdown, mermaid; for a file write > FILE", "plan", "-f", "import.yaml", "--output", "plan.json")]
    [InlineData("--output takes table, json; for a file write -o FILE", "import", "-f", "import.yaml", "--output", "new.json")]
    [InlineData("Option '--filename' is required", "plan")]
    [InlineData("imprt.yaml does not exist\n  did you mean import.yaml?", "plan", "-f", "imprt.yaml")]
    [InlineData("name it with either --repository URL or --file FILE", "references")]
    [InlineData("mian", "graph", "--repository", "./customer-core.git", "--branch", "mian")]
    [InlineData("is a directory", "validate", ".")]
    public void Call_GivenAMistake_SaysWhatWouldBeRight(string message, params string[] arguments)
    {
        var call = _story.Run(arguments);

        Assert.Equal((1, ""), (call.ExitCode, call.Output));
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan -f nowhere.yaml 2>/dev/full", "")]
    [InlineData("plan -f import.yaml --output json >/dev/full", "error: a file could not be read or written: the disk is full\n")]
    [InlineData("--help >/dev/full", "error: output cannot be written: the disk is full\n")]
    public void Call_WhoseOutputTakesNothing_EndsWith1AndNoCrash(string call, string error)
    {
        FastDataProcess.LinkTo(_story["fastdata-here"]);

        var run = FastDataProcess.RunAs("sh", _story.Path, null, ["-c", "./fastdata-here " + call]);

        Assert.Equal((1, "", error), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Output_OfAPipe_HasNoEscapes()
    {
        var plan = _story.Run("plan", "-f", "import.yaml");

        Assert.DoesNotContain('\u001b', plan.Output + plan.Error);
    }

    [Fact]
    public void Output_AtATerminal_HasColoursUnlessToldOtherwise()
    {
        string[] arguments = ["plan", "-f", "import.yaml"];

        Assert.Contains("\u001b[32m", FastDataProcess.RunAtTerminal(_story.Path, "", arguments).Output.Replace("38;5;2m", "32m", StringComparison.Ordinal), StringComparison.Ordinal);
        var plain = FastDataProcess.RunAtTerminal(_story.Path, "", arguments, ("NO_COLOR", "1")).Output;
        Assert.DoesNotMatch(@"\u001b\[[0-9;]*(3[0-9]|9[0-7]|38;[0-9;]*)m", plain);
    }

    [Fact]
    public void Tables_AtANarrowTerminal_BreakNoName()
    {
        _story.Run("import", "-f", "import.yaml");
        _story.MoveOn();

        var plan = FastDataProcess.RunAtTerminal(_story.Path, "", ["plan", "-f", "import.yaml"], ("NO_COLOR", "1"), ("TERM", "dumb"));
        var references = FastDataProcess.RunAtTerminal(_story.Path, "", ["references", "--repository", "./marketing.git"], ("NO_COLOR", "1"), ("TERM", "dumb"));

        Assert.Contains("\r\n  ACTION  RESOURCE                     AS", plan.Output, StringComparison.Ordinal);
        Assert.Contains("needed by projection/crm/pr_customers and 3 more (C1)\r\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("\r\nprojection/orders/pr_order_lines  customer-core  main    237bde8  as imported\r\n", references.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfACallThatIsRefused_CarriesTheProblems()
    {
        _story.Write("bad.yaml", _story.Read("import.yaml").Replace("importAs", "importsAs", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "bad.yaml", "--output", "json");

        Assert.Equal(1, plan.ExitCode);
        using var json = JsonDocument.Parse(plan.Output);
        Assert.Equal("UnknownField", json.RootElement.GetProperty("problems")[0].GetProperty("reason").GetString());
        Assert.Contains("bad.yaml:17:3: spec.importsAs: no such field\n  did you mean importAs?", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_WithTerminalEscapes_AreShownHarmless()
    {
        _story.Write("hostile.json", """{"systems":{},"castFunctions":{},"singleViews":{"sv_\u001b]0;owned\u0007\u202e\n@all":{"fields":[]}},"erSchemas":{},"version":"2.2.0"}""");

        foreach (var call in new[]
        {
            _story.Run("graph", "--file", "hostile.json"),
            _story.Run("export", "--source", "hostile.json", "--select", "single-view/sv_x", "--yes"),
            _story.Run("plan", "-f", "import.yaml", "--source-file", "hostile.json", "--destination-file", "new.json"),
        })
        {
            Assert.DoesNotContain(call.Output + call.Error, character => char.IsControl(character) && character != '\n');
            Assert.DoesNotContain('\u202e', call.Output + call.Error);
        }
    }

    [Fact]
    public async Task CtrlC_WhileAServerHangs_EndsWith130AndNothingWritten()
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var port = ((System.Net.IPEndPoint)server.LocalEndpoint).Port;
        _story.Write("hangs.yaml", _story.Read("import.yaml").Replace("./customer-core.git", $"http://127.0.0.1:{port}/core.git", StringComparison.Ordinal));
        var before = _story.Git("marketing", "rev-parse", "main");

        using var process = FastDataProcess.Start(_story.Path, "import", "-f", "hangs.yaml");
        using var connection = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.StartsWith("error: cancelled\n", error, StringComparison.Ordinal);
        Assert.Equal(before, _story.Git("marketing", "rev-parse", "main"));
    }

    [Theory]
    [InlineData("plan", "-f", "-")]
    [InlineData("validate", "-")]
    public async Task CtrlC_WhileInputIsAwaited_EndsWith130AndAWord(params string[] arguments)
    {
        using var process = FastDataProcess.Start(_story.Path, arguments);
        // More than a pipe holds: once it is written, the process is reading.
        await process.StandardInput.WriteAsync(new string('#', 512 * 1024).AsMemory(), TestContext.Current.CancellationToken);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "error: cancelled\n  nothing was left half-written\n"), (process.ExitCode, error));
    }

    [Fact]
    public void Plan_GivenATimeout_EndsWithinIt()
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var port = ((System.Net.IPEndPoint)server.LocalEndpoint).Port;
        _story.Write("hangs.yaml", _story.Read("import.yaml")
            .Replace("./customer-core.git", $"http://127.0.0.1:{port}/core.git", StringComparison.Ordinal)
            .Replace("spec:", "spec:\n  timeout: 300ms", StringComparison.Ordinal));

        var plan = _story.Run("plan", "-f", "hangs.yaml");

        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("it may pass: try again", plan.Error, StringComparison.Ordinal);
    }
}
