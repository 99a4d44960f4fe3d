using System.CommandLine;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata plan</c>: what an import would do. Touches nothing.</summary>
internal static class PlanVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("plan", "Shows what imports would do, and why. Touches nothing.");
        VerbHelp.Extend(command, """
            Exit code: 0 nothing to do, 2 there are changes, 1 refused or failed.

            Examples:
              fastdata plan -f import.yaml
              fastdata plan -f import.yaml --output markdown > plan.md
              fastdata plan -f import.yaml --source-file export.json --destination-file fastdata-config.json --console-file api-console-config.json
              fastdata plan -f import.yaml --source-file export.json
              kubectl get fdi orders-from-core -o yaml | fastdata plan -f -

            """);
        var options = new ImportCommandOptions();
        var format = CommandOptions.Format("table", "json", "markdown", "mermaid");
        options.AddTo(command);
        command.Options.Add(format);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            var report = new OutcomeReport(terminal, parsed.GetRequiredValue(format), isPlan: true);
            return await report.GuardAsync(async () =>
            {
                var files = options.Files(parsed);
                var manifests = await ManifestSet.ReadAsync(parsed.GetRequiredValue(options.Manifests), ImportCommandOptions.Needed(files), cancellationToken);
                var asked = parsed.GetValue(options.Update);
                return files.Destination is not { } file
                    ? await new RepositoryImports(terminal, timeProvider).RunAsync(manifests, files.Source, publish: false, asked, report.Write, cancellationToken)
                    : [await PlanFilesAsync(file, manifests, asked, new FileImport(files, terminal, timeProvider), report, cancellationToken)];
            });
        }, cancellationToken));
        return command;
    }

    private static async Task<ImportOutcome> PlanFilesAsync(string destination, ManifestSet manifests, bool asked, FileImport files, OutcomeReport report, CancellationToken cancellationToken)
    {
        var (result, name, before, fetched) = await files.PlanAsync(manifests, asked, cancellationToken);
        using var source = fetched;
        var outcome = result is PlanResult.Planned { Plan: var plan }
            ? new ImportOutcome { Name = name, Kind = ImportOutcome.KindOf(plan), Plan = plan, Destination = InputFile.NameOf(destination) + (before is null ? ", which is new" : "") }
            : ImportOutcome.Refused(name, ((PlanResult.Refused)result).Problems);
        report.Write(outcome);
        return outcome;
    }
}
