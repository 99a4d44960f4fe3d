using System.CommandLine;
using FastDataOperator.Api;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata tree</c>: what one import holds, and how it is.</summary>
internal static class TreeVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("tree", "Shows what an import brought, from where to where, and its conditions.");
        VerbHelp.Extend(command, """
            Examples:
              kubectl fastdata tree orders-from-core
              kubectl fastdata tree fdi/orders-from-core -n team-a

            """);
        var name = ImportNames.One();
        var options = new ClusterOptions();
        command.Arguments.Add(name);
        options.AddTo(command, isWide: false);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            var named = ImportNames.Read(parsed.GetRequiredValue(name));
            using var cluster = await options.OpenAsync(parsed);
            var import = await cluster.GetAsync(new ObjectKey(options.Namespace(parsed, cluster), named), cancellationToken);
            terminal.Output.Write(ImportTree.Of(import, timeProvider));
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }
}
