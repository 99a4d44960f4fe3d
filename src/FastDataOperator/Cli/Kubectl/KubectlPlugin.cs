using System.CommandLine;
using System.CommandLine.Help;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>The verbs of <c>kubectl fastdata</c>, which are also those of <c>fastdata kubectl</c>.</summary>
internal static class KubectlPlugin
{
    /// <summary>The group's name among the verbs of <c>fastdata</c>.</summary>
    public const string Name = "kubectl";

    private const string Executable = "kubectl-fastdata";
    private const string Plugin = "fastdata";

    /// <summary>For the list of verbs; the group's own are made only when one of them is called.</summary>
    public static Command Describe() => new(Name, "What the operator does in a cluster: get, plan, reconcile, suspend, resume, tree, events. Also as kubectl fastdata.");

    /// <summary>What is meant for the group.</summary>
    /// <param name="program">As it was called, with its folder or without.</param>
    /// <param name="arguments">Those of the program.</param>
    /// <returns><see langword="null"/> where the call is not for the group.</returns>
    public static IReadOnlyList<string>? ArgumentsOf(string? program, IReadOnlyList<string> arguments) =>
        Path.GetFileNameWithoutExtension(program) == Executable ? arguments
        : arguments is [Name, ..] ? [.. arguments.Skip(1)]
        : null;

    /// <summary>Runs one call.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, TimeProvider timeProvider)
    {
        var verbs = new Command(Plugin, "Looks at imports in the cluster of the current context, and speaks to the operator there.");
        verbs.Options.Add(new HelpOption());
        verbs.Options.Add(new VersionOption());
        verbs.Subcommands.Add(GetVerb.Create(terminal, timeProvider));
        verbs.Subcommands.Add(ClusterPlanVerb.Create(terminal, timeProvider));
        verbs.Subcommands.Add(ReconcileVerb.Create(terminal, timeProvider));
        verbs.Subcommands.Add(SuspensionVerb.CreateSuspend());
        verbs.Subcommands.Add(SuspensionVerb.CreateResume());
        verbs.Subcommands.Add(TreeVerb.Create(terminal, timeProvider));
        verbs.Subcommands.Add(EventsVerb.Create(terminal, timeProvider));

        // Help shows the path of commands, and this is the path that users type.
        var root = new Command(Name) { verbs };
        return new CommandCall(root, verbs, $"{Name} {Plugin}").InvokeAsync([Plugin, .. arguments]);
    }
}
