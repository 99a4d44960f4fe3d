using System.CommandLine;
using System.Diagnostics;
using FastDataOperator.Core.Findings;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata quickstart</c>: a story of two teams, told with the verbs themselves on two repositories of its own.</summary>
internal sealed class QuickstartVerb
{
    private const string Story = "share-er-schema";
    private const string DefaultFolder = "fastdata-quickstart";

    private readonly Terminal _terminal;
    private readonly Func<string[], Task<int>> _fastdata;
    private readonly CancellationToken _cancellationToken;

    private QuickstartVerb(Terminal terminal, Func<string[], Task<int>> fastdata, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _fastdata = fastdata;
        _cancellationToken = cancellationToken;
    }

    /// <param name="terminal">Where the story is told.</param>
    /// <param name="fastdata">Runs another verb of this command line.</param>
    public static Command Create(Terminal terminal, Func<string[], Task<int>> fastdata)
    {
        var command = new Command("quickstart", "Lays two Git repositories out in a new folder, imports from one into the other, changes the source, and updates.");
        VerbHelp.Extend(command, """
            Exit code: 0 done, 1 failed.

            Examples:
              fastdata quickstart
              fastdata quickstart my-first-import

            """);
        var folder = new Argument<string?>("FOLDER") { Description = $"A folder that does not exist yet (default: {DefaultFolder}, or the first free {DefaultFolder}-N).", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(folder);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(() =>
            new QuickstartVerb(terminal, fastdata, cancellationToken).RunAsync(parsed.GetValue(folder)), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(string? wanted)
    {
        var folder = NewFolder(wanted);
        var samples = Path.Combine(AppContext.BaseDirectory, "samples");
        var manifest = Path.Combine(folder, "import.yaml");

        Tell("1", $"Two teams, two Git repositories, in {folder}/",
            "customer-core owns customers and orders. marketing wants to aggregate over them without a copy that grows old.");
        await ShellAsync("sh", Path.Combine(samples, "lay-out.sh"), Story, folder);

        Tell("2", "What would an import of the ER schema er_customer bring?", "import.yaml selects one ER schema; what it needs comes along, and the plan says why.");
        await FastDataAsync(ExitCode.Changes, "plan", "-f", manifest);

        Tell("3", "Import it: one commit", "git show takes --minimal, because Git's default heuristics show large insertions as changes.");
        await FastDataAsync(ExitCode.Success, "import", "-f", manifest);
        await GitAsync(folder, "show", "--stat", "--minimal", "--format=%h %an%n%n%B", "HEAD");

        Tell("4", "The source moves on", "customer-core fixes a cast function and adds a field to pr_customers.");
        await ShellAsync("sh", Path.Combine(samples, "lay-out.sh"), Story, folder, "next");
        await FastDataAsync(ExitCode.Changes, "plan", "-f", manifest);

        Tell("5", "Follow it: the reference update shows only what changed", null);
        await FastDataAsync(ExitCode.Success, "import", "-f", manifest);
        await GitAsync(folder, "show", "--minimal", "-U1", "--format=%h %s", "HEAD");

        Tell("6", "Nothing moves, nothing happens", null);
        await FastDataAsync(ExitCode.Success, "plan", "-f", manifest);

        Tell("✓", "What to try next",
            $"""
            ./fastdata references --repository {folder}/marketing.git     every reference and where it came from
            ./fastdata graph --repository {folder}/marketing.git          what needs what, as Mermaid
            ./fastdata export --source {folder}/customer-core.git --select er-schema/er_customer --dependencies include
            edit {manifest} (a name with a typo, importAs: Resource, rename) and plan again
            samples/README.md has more stories: clones with renames, drift and pruning, a chain of projects, a pull request
            rm -r {folder} when you are done; nothing else was written
            """);
        return ExitCode.Success;
    }

    private static string NewFolder(string? wanted)
    {
        if (wanted is not null)
        {
            return !Path.Exists(wanted) ? wanted
                : throw Complaint.Of(Reason.InvalidValue, "quickstart", $"{wanted} is there already", "name a folder that does not exist yet");
        }

        var folder = DefaultFolder;
        for (var number = 2; Path.Exists(folder); number++)
        {
            folder = $"{DefaultFolder}-{number}";
        }

        return folder;
    }

    private void Tell(string number, string title, string? text)
    {
        _terminal.Output.WriteLine();
        _terminal.Output.Write(new Text($"{number}  {title}\n", new Style(Color.Teal, decoration: Decoration.Bold)));
        if (text is not null)
        {
            _terminal.Output.WriteLine(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => "   " + line)));
        }
    }

    private async Task FastDataAsync(int expected, params string[] arguments)
    {
        Prompt("./fastdata", arguments);
        if (await _fastdata(arguments) is var code && code != expected)
        {
            throw Complaint.Of(Reason.InvalidValue, "quickstart", $"that was to end with exit code {expected} and ended with {code}", "report it: the story no longer goes as told");
        }
    }

    private Task GitAsync(string folder, params string[] arguments)
    {
        string[] whole = ["--no-pager", "-C", Path.Combine(folder, "marketing.git"), .. arguments];
        Prompt("git", whole);
        return ShellAsync("git", whole);
    }

    private void Prompt(string program, string[] arguments)
    {
        _terminal.Output.WriteLine();
        _terminal.Output.Write(new Text($"$ {program} {string.Join(' ', arguments.Select(argument => argument.Contains('%', StringComparison.Ordinal) ? $"'{argument}'" : argument))}\n", new Style(decoration: Decoration.Dim)));
    }

    private async Task ShellAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })
            ?? throw Complaint.Of(Reason.InvalidValue, "quickstart", $"{program} could not be started", "install git");
        await process.WaitForExitAsync(_cancellationToken);
        if (process.ExitCode != 0)
        {
            throw Complaint.Of(Reason.InvalidValue, "quickstart", $"{program} ended with exit code {process.ExitCode}", "its own words stand above");
        }
    }
}
