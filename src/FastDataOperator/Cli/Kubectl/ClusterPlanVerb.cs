using System.CommandLine;
using FastDataOperator.Api;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata plan</c>: what an import of the cluster would do now. Touches nothing.</summary>
internal static class ClusterPlanVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("plan", "Shows what the operator would do for an import now, and why. Touches nothing.");
        VerbHelp.Extend(command, """
            Reads the repositories from here, with the Secrets that the import names, or, where you may not read those, with what git's
            credential helpers know.

            Exit code: 0 nothing to do, 2 there are changes, 1 refused or failed.

            Examples:
              kubectl fastdata plan orders-from-core
              kubectl fastdata plan orders-from-core -n team-a --update -o markdown

            """);
        var name = ImportNames.One();
        var update = new Option<bool>("--update") { Description = "Plans what kubectl fastdata reconcile would do: updates that wait to be asked for (update: Manual) too, and copies made again." };
        var format = CommandOptions.KubectlFormat("table", "json", "markdown", "mermaid");
        var options = new ClusterOptions();
        command.Arguments.Add(name);
        command.Options.Add(update);
        command.Options.Add(format);
        options.AddTo(command, isWide: false);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            var named = ImportNames.Read(parsed.GetRequiredValue(name));
            var report = new OutcomeReport(terminal, parsed.GetRequiredValue(format), isPlan: true)
            {
                ChangesHint = does => $"Nothing was written; the operator {does} at its next look, and kubectl fastdata reconcile {named} (in the same namespace) makes it look now.",
                WaitingHint = $"What waits is taken by kubectl fastdata reconcile {named} (in the same namespace).",
            };
            return await report.GuardAsync(async () =>
            {
                var outcome = await PlanAsync();
                report.Write(outcome);
                return [outcome];
            });

            async Task<ImportOutcome> PlanAsync()
            {
                var key = new ObjectKey("", named);
                try
                {
                    using var cluster = await options.OpenAsync(parsed);
                    key = key with { Namespace = options.Namespace(parsed, cluster) };
                    return await new ClusterPlan(cluster, terminal, timeProvider).RunAsync(await cluster.GetAsync(key, cancellationToken), parsed.GetValue(update), cancellationToken);
                }
                catch (ClusterException failure)
                {
                    return new ImportOutcome
                    {
                        Name = key.Namespace.Length == 0 ? named : key.ToString(),
                        Kind = OutcomeKind.Failed,
                        Failure = (failure.Reason.ToString(), failure.Message, failure.Remedy),
                    };
                }
            }
        }, cancellationToken));
        return command;
    }
}
