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
            root.Subcommands.Add(QuickstartVerb.Create(terminal, call => RunAsync(call, timeProvider)));

            // Files beginning with @ are files, not lists of arguments.
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            return parsed.Errors.Count > 0
                ? ReportUsage(root, parsed)
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(5) }, CancellationToken.None);
        }
#pragma warning disable CA1031 // the outermost place
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Verb.Report(bug);
        }
    }

    private static int ReportUsage(RootCommand root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Options.Concat(root.Options).SelectMany(option => option.Aliases.Append(option.Name))
            .Concat(command.Subcommands.Select(verb => verb.Name))
            .Distinct()
            .ToList();
        foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
        {
            var wrong = parsed.UnmatchedTokens.FirstOrDefault(token => error.Contains($"'{token}'", StringComparison.Ordinal));
            var near = wrong is null ? [] : NearestNames.Of(wrong, names, most: 1);
            Complaint.Error(
                wrong is null ? error.TrimEnd('.') : $"{wrong} is not understood here",
                near is [var nearest] ? $"did you mean {nearest}?" : null);
        }

        var path = command == root ? "" : $" {command.Name}";
        Terminal.Error.WriteLine($"  see fastdata{path} --help");
        return ExitCode.Failure;
    }
}
