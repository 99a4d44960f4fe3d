using System.CommandLine;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Cli;

/// <summary>One call of a program with verbs: runs the verb, or says what is wrong with the call.</summary>
/// <param name="root">What is parsed against.</param>
/// <param name="verbs">The command that holds the verbs.</param>
/// <param name="program">How the program is called, such as <c>fastdata</c>.</param>
internal sealed class CommandCall(Command root, Command verbs, string program)
{
    /// <returns>The exit code.</returns>
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        // Files beginning with @ are files, not lists of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Errors.Count > 0
            ? ReportUsage(parsed)
            : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = PatienceOf(parsed.CommandResult.Command) }, CancellationToken.None);
    }

    /// <summary>How long a verb may go on after SIGTERM or Ctrl-C. The operator's host listens for them itself.</summary>
    private static TimeSpan? PatienceOf(Command command) => command.Name == OperatorVerb.Name ? null : TimeSpan.FromSeconds(5);

    private int ReportUsage(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command == verbs && parsed.UnmatchedTokens.Count == 0)
        {
            Complaint.Error("no verb is given", $"the verbs are {string.Join(", ", verbs.Subcommands.Select(verb => verb.Name))}");
        }
        else if (parsed.UnmatchedTokens is [var first, ..])
        {
            // Only the first, or the options: what follows a mistyped word is usually right in itself.
            var options = parsed.UnmatchedTokens.Where(token => token.Length > 1 && token[0] == '-').ToList();
            foreach (var token in command == verbs || options.Count == 0 ? [first] : options)
            {
                ReportToken(token, command);
            }
        }
        else
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
            {
                Complaint.Error(error.TrimEnd('.'));
            }
        }

        Terminal.Error.WriteLine($"  see {program}{(command == verbs ? "" : $" {command.Name}")} --help");
        return ExitCode.Failure;
    }

    private void ReportToken(string token, Command command)
    {
        var isOption = token[0] == '-';
        var known = isOption ? command.Options.Concat(verbs.Options).Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
        var near = NearestNames.Of(token, known, most: 1);
        var isManifest = !isOption && command != verbs && command.Options.Any(option => option.Aliases.Contains("-f")) && File.Exists(token);
        var remedy = token == "-o" && known.Contains("--output") ? "did you mean --output?" : near is [var nearest] ? $"did you mean {nearest}?" : isManifest ? $"did you mean -f {token}?" : null;
        Complaint.Error(isOption ? $"there is no option {token}" : command == verbs ? $"there is no verb {token}" : $"{token} is not understood here", remedy);
    }
}
