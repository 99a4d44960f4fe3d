using System.CommandLine;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Cli;

/// <summary>The verbs of <c>fastdata</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one call.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TimeProvider timeProvider)
    {
        try
        {
            var terminal = new Terminal();
            var root = new RootCommand("Imports and exports Fast Data resources between projects in Git.");
            root.Subcommands.Add(PlanVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ImportVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ExportVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ValidateVerb.Create());
            root.Subcommands.Add(ReferencesVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(GraphVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(OperatorVerb.Create(timeProvider, arguments.Contains(OperatorVerb.Name)));
            root.Subcommands.Add(QuickstartVerb.Create(terminal, call => RunAsync(call, timeProvider)));

            // Files beginning with @ are files, not lists of arguments.
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            return parsed.Errors.Count > 0
                ? ReportUsage(root, parsed)
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = PatienceOf(parsed.CommandResult.Command) }, CancellationToken.None);
        }
#pragma warning disable CA1031 // the outermost place
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Verb.Report(bug);
        }
    }

    /// <summary>How long a verb may go on after SIGTERM or Ctrl-C. The operator's host listens for them itself.</summary>
    private static TimeSpan? PatienceOf(Command command) => command.Name == OperatorVerb.Name ? null : TimeSpan.FromSeconds(5);

    private static int ReportUsage(RootCommand root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command == root && parsed.Tokens.Count == 0)
        {
            Complaint.Error("no verb is given", $"the verbs are {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}");
        }
        else if (parsed.UnmatchedTokens is [var first, ..])
        {
            // Only the first, or the options: what follows a mistyped word is usually right in itself.
            var options = parsed.UnmatchedTokens.Where(token => token.Length > 1 && token[0] == '-').ToList();
            foreach (var token in command == root || options.Count == 0 ? [first] : options)
            {
                ReportToken(token, command, root);
            }
        }
        else
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
            {
                Complaint.Error(error.TrimEnd('.'));
            }
        }

        Terminal.Error.WriteLine($"  see fastdata{(command == root ? "" : $" {command.Name}")} --help");
        return ExitCode.Failure;
    }

    private static void ReportToken(string token, Command command, RootCommand root)
    {
        var isOption = token[0] == '-';
        var known = isOption ? command.Options.Concat(root.Options).Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
        var near = NearestNames.Of(token, known, most: 1);
        var isManifest = !isOption && command != root && command.Options.Any(option => option.Aliases.Contains("-f")) && File.Exists(token);
        var remedy = near is [var nearest] ? $"did you mean {nearest}?" : isManifest ? $"did you mean -f {token}?" : null;
        Complaint.Error(isOption ? $"there is no option {token}" : command == root ? $"there is no verb {token}" : $"{token} is not understood here", remedy);
    }
}
