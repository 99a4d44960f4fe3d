using System.Text;
using System.Text.Json;
using FastDataOperator.Testing;

namespace FastDataOperator.Tests.EndToEnd;

/// <summary>Imports between repositories behind a real web server, by the real executable.</summary>
public sealed class ImportOverHttpTests(SharedGitServer server) : IDisposable
{
    private readonly HostedProjects _projects = new(server);

    public void Dispose() => _projects.Dispose();

    [Fact]
    public async Task Import_GivenASecretAmongTheManifests_PushesOneCommitAndThenNone()
    {
        Assert.Equal(2, (await RunAsync("plan")).ExitCode);
        Assert.Equal(_projects.Before, _projects.Tip);

        var run = await RunAsync("import");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Pushed commit {_projects.Tip} to main.", run.Output, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Destination.Git("rev-parse", "main^"));
        Assert.Equal(["fastdata-config.json"], _projects.Destination.ChangedPaths("main"));
        Assert.DoesNotContain(SharedGitServer.Password, _projects.Destination.Git("log", "-p"), StringComparison.Ordinal);

        var tip = _projects.Tip;
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
        Assert.Equal(0, (await RunAsync("import")).ExitCode);
        Assert.Equal(tip, _projects.Tip);
        _projects.Destination.Check();
    }

    [Fact]
    public async Task ReferencesAndGraph_GivenTheResult_ShowWhatCame()
    {
        Assert.Equal(0, (await RunAsync("import")).ExitCode);
        var url = HostedProjects.WithPassword(_projects.DestinationUrl);

        var references = await _projects.RunAsync("references", "--repository", url, "--output", "json");
        var graph = await _projects.RunAsync("graph", "--repository", url);

        using var json = JsonDocument.Parse(references.OutputBytes);
        var listed = json.RootElement.GetProperty("references").EnumerateArray().ToList();
        Assert.Equal(["catalog", "er_books", "pr_authors", "pr_books", "toIsbn13"], listed.Select(reference => reference.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.All(listed, reference => Assert.False(reference.GetProperty("drifted").GetBoolean()));
        Assert.All(listed, reference => Assert.Equal(_projects.SourceUrl, reference.GetProperty("importedFrom").GetProperty("repository").GetString()));
        Assert.StartsWith("graph LR\n", graph.Output, StringComparison.Ordinal);
        Assert.All(["er_books", "pr_books", "pr_shelves"], name => Assert.Contains(name, graph.Output, StringComparison.Ordinal));
        Assert.Equal((0, 0), (references.ExitCode, graph.ExitCode));
    }

    [Fact]
    public async Task Import_GivenTheWrongPassword_SaysSoAndNothingMore()
    {
        await WriteAsync("secret.yaml", HostedProjects.Secret(HostedProjects.WrongPassword));

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("error: reading-room/books: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("did not accept the credentials", run.Error, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
    }

    [Fact]
    public async Task Import_GivenAHookThatRejects_PassesTheServersWordsOn()
    {
        _projects.Destination.SetHook("pre-receive", "echo 'main is closed until Monday: ask Ada' >&2; exit 1");

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("main is closed until Monday: ask Ada", run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
        _projects.Destination.Check();
    }

    [Fact]
    public async Task Import_GivenALostRace_PlansAgainAndKeepsBoth_G2()
    {
        // While our first push is under way, the server itself moves the branch to another's commit.
        _projects.Destination.Git("branch", "theirs", "main");
        var theirs = _projects.Destination.Commit("theirs", new TestFile("fastdata-config.json", await TheirsAsync()));
        _projects.Destination.SetHook("pre-receive", $"[ -e raced ] && exit 0; : > raced; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main {theirs}");

        var run = await RunAsync("import");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([_projects.Tip, theirs, _projects.Before], _projects.Destination.Git("rev-list", "main").Split('\n'));
        Assert.Contains("\"x-theirs\": true", Encoding.UTF8.GetString(await _projects.ResultAsync()), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("plan")).ExitCode);
        _projects.Destination.Check();
    }

    [Fact]
    public async Task Import_GivenABranchThatIsNotThere_ListsThoseThatAre()
    {
        _projects.Destination.Git("branch", "develop", "main");
        await WriteAsync("import.yaml", _projects.Manifest().Replace("branch: main\n  importAs", "branch: production\n  importAs", StringComparison.Ordinal));

        var run = await RunAsync("import");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has no branch production", run.Error, StringComparison.Ordinal);
        Assert.Contains("it has develop, main; name one of them", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_GivenSeveralDocuments_RunsAllAndEndsWithTheWorst()
    {
        var refused = _projects.Manifest().Replace("name: books", "name: films", StringComparison.Ordinal).Replace("er_books", "er_films", StringComparison.Ordinal);
        var all = string.Join("---\n", refused, HostedProjects.Secret(SharedGitServer.Password), _projects.Manifest());

        var run = await _projects.RunAsync(Encoding.UTF8.GetBytes(all), "import", "-f", "-", "--output", "json");

        Assert.Equal(1, run.ExitCode);
        using var json = JsonDocument.Parse(run.OutputBytes);
        var imports = json.RootElement.GetProperty("imports").EnumerateArray().ToList();
        Assert.Equal(["Refused", "Pushed"], imports.Select(import => import.GetProperty("outcome").GetString()));
        Assert.Equal(_projects.Tip, imports[1].GetProperty("commit").GetString());
        Assert.Equal("NotInSource", imports[0].GetProperty("problems")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Import_InterruptedWhileAServerHangs_LeavesEverythingAsItWas()
    {
        using var hanging = new ScriptedWebServer(_ => ScriptedWebServer.Unfinished("application/x-git-upload-pack-advertisement", "000eversion 2\n"));
        await WriteAsync("import.yaml", _projects.Manifest().Replace(_projects.SourceUrl, hanging.Url, StringComparison.Ordinal));

        var run = await _projects.InterruptAsync(hanging.Hung, "import", "-f", "import.yaml", "-f", "secret.yaml");

        Assert.True(run.ExitCode == 130, $"{run.ExitCode}: {run.Error}");
        Assert.StartsWith("error: cancelled", run.Error, StringComparison.Ordinal);
        Assert.Equal(_projects.Before, _projects.Tip);
        Assert.Equal(["import.yaml", "secret.yaml"], _projects.Files());
    }

    [Fact]
    public async Task Export_InterruptedWhileAServerHangs_LeavesTheFileThatWasThere()
    {
        using var hanging = new ScriptedWebServer(_ => ScriptedWebServer.Unfinished("application/x-git-upload-pack-result", "003d0123"));
        await WriteAsync("books.json", "the last export");

        var run = await _projects.InterruptAsync(hanging.Hung, "export", "--source", hanging.Url, "--all", "-o", "books.json");

        Assert.True(run.ExitCode == 130, $"{run.ExitCode}: {run.Error}");
        Assert.Equal("the last export", await File.ReadAllTextAsync(_projects["books.json"], TestContext.Current.CancellationToken));
        Assert.Equal(["books.json", "import.yaml", "secret.yaml"], _projects.Files());
    }

    [Fact]
    public async Task Import_InterruptedDuringThePush_SaysWhatToLookAt()
    {
        // The hook tells that the push has arrived, and holds it until it is let go.
        var (arrived, released) = (_projects["arrived"], _projects["released"]);
        using (var fifo = System.Diagnostics.Process.Start("mkfifo", [arrived, released]))
        {
            await fifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        _projects.Destination.SetHook("pre-receive", $"echo here > '{arrived}'; read word < '{released}'; exit 1");
        var pushed = Task.Run(() => File.ReadAllText(arrived));

        var run = await _projects.InterruptAsync(pushed, "import", "-f", "import.yaml", "-f", "secret.yaml");

        Assert.True(run.ExitCode == 130, $"{run.ExitCode}: {run.Error}");
        Assert.Contains("if a push was under way, look at the remote", run.Error, StringComparison.Ordinal);

        // Opened for both, a FIFO waits for no reader.
        await using (var release = new FileStream(released, FileMode.Open, FileAccess.ReadWrite))
        {
            await release.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(_projects.Before, _projects.Tip);
    }

    private Task<ProgramRun> RunAsync(string verb) => _projects.RunAsync(verb, "-f", "import.yaml", "-f", "secret.yaml");

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(_projects[file], text, TestContext.Current.CancellationToken);

    private async Task<string> TheirsAsync() =>
        Encoding.UTF8.GetString(await _projects.ResultAsync()).Replace("{\n  \"systems\"", "{\n  \"x-theirs\": true,\n  \"systems\"", StringComparison.Ordinal);
}
