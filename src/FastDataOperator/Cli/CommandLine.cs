using System.CommandLine;
using FastDataOperator.Cli.Kubectl;

namespace FastDataOperator.Cli;

/// <summary>The verbs of <c>fastdata</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one call.</summary>
    /// <param name="program">The name under which the program was called; <see langword="null"/> where that means nothing.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string? program, IReadOnlyList<string> arguments, TimeProvider timeProvider)
    {
        try
        {
            var terminal = new Terminal();
            if (KubectlPlugin.ArgumentsOf(program, arguments) is { } own)
            {
                return await KubectlPlugin.RunAsync(own, terminal, timeProvider);
            }

            var root = new RootCommand("Imports and exports Fast Data resources between projects in Git.");
            root.Subcommands.Add(PlanVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ImportVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ExportVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(ValidateVerb.Create());
            root.Subcommands.Add(ReferencesVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(GraphVerb.Create(terminal, timeProvider));
            root.Subcommands.Add(OperatorVerb.Create(timeProvider, arguments.Contains(OperatorVerb.Name)));
            root.Subcommands.Add(QuickstartVerb.Create(terminal, call => RunAsync(null, call, timeProvider)));
            root.Subcommands.Add(KubectlPlugin.Describe());
            return await new CommandCall(root, root, "fastdata").InvokeAsync(arguments);
        }
        catch (Exception fault) when (OutsideFault.Is(fault))
        {
            return ReportUnwritable(fault);
        }
#pragma warning disable CA1031 // the outermost place
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Verb.Report(bug);
        }
    }

    /// <summary>Output or error takes nothing more. Where it is error, the exit code says it alone.</summary>
    private static int ReportUnwritable(Exception fault)
    {
        try
        {
            Complaint.Error($"output cannot be written: {OutsideFault.Describe(fault)}");
        }
        catch (Exception again) when (OutsideFault.Is(again))
        {
        }

        return ExitCode.Failure;
    }
}
