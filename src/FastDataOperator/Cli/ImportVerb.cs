using System.CommandLine;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata import</c>: plans, commits and pushes; or rewrites a file.</summary>
internal static class ImportVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("import", "Imports: one commit on the destination's branch, or one pull request, for each import that changes something.");
        VerbHelp.Extend(command, """
            Exit code: 0 done or nothing to do, 1 refused or failed, 130 cancelled.

            Examples:
              fastdata import -f import.yaml
              fastdata import -f import.yaml -f secrets.yaml --output json
              fastdata import -f import.yaml --source-file export.json --destination-file fastdata-config.json --console-file api-console-config.json
              fastdata import -f import.yaml --source-file export.json
              cat fastdata-config.json | fastdata import -f import.yaml --source-file export.json --destination-file - > new.json

            """);
        var options = new ImportCommandOptions();
        var format = CommandOptions.FormatBesideFile("table", "json");
        var output = CommandOptions.OutputFile("With --destination-file: writes the result there instead; - for standard output.");
        options.AddTo(command);
        command.Options.Add(output);
        command.Options.Add(format);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            var target = parsed.GetValue(output) ?? parsed.GetValue(options.DestinationFile);
            var isPiped = target == InputFile.StandardInput;
            var report = new OutcomeReport(terminal, parsed.GetRequiredValue(format), isPlan: false) { Console = isPiped ? terminal.Questions : terminal.Output };
            if (isPiped && parsed.GetRequiredValue(format) == "json")
            {
                throw Complaint.Usage("the result and --output json cannot both go to standard output", "write the result to a file with -o");
            }

            return await report.GuardAsync(async () =>
            {
                var files = options.Files(parsed);
                if (files.Destination is null && parsed.GetValue(output) is not null)
                {
                    throw Complaint.Usage("-o only goes with --destination-file; between repositories the result is a commit", "for JSON write --output json");
                }

                var manifests = await ManifestSet.ReadAsync(parsed.GetRequiredValue(options.Manifests), ImportCommandOptions.Needed(files), cancellationToken);
                var asked = parsed.GetValue(options.Update);
                return files.Destination is not { } file
                    ? await new RepositoryImports(terminal, timeProvider).RunAsync(manifests, files.Source, publish: true, asked, report.Write, cancellationToken)
                    : [await ImportFilesAsync(file, target!, manifests, asked, new FileImport(files, terminal, timeProvider), report, cancellationToken)];
            });
        }, cancellationToken, mayPush: true));
        return command;
    }

    private static async Task<ImportOutcome> ImportFilesAsync(
        string destination, string target, ManifestSet manifests, bool asked, FileImport files, OutcomeReport report, CancellationToken cancellationToken)
    {
        var import = manifests.Imports[0].Document.Import;
        if (import.Spec.Suspend is true)
        {
            throw Complaint.Of(Reason.Suspended, "manifest", $"{import.Metadata.QualifiedName} is suspended", "remove spec.suspend; plan works meanwhile");
        }

        var (result, name, before, fetched) = await files.PlanAsync(manifests, asked, cancellationToken);
        using var source = fetched;
        if (result is not PlanResult.Planned { Plan: var plan })
        {
            var refused = ImportOutcome.Refused(name, ((PlanResult.Refused)result).Problems);
            report.Write(refused);
            return refused;
        }

        // A pipeline gets its file even when nothing changes; a file in place is left alone then.
        var isWritten = plan.HasChanges || target != destination || target == InputFile.StandardInput;
        if (isWritten)
        {
            await WriteAsync(target, plan.HasChanges || before is null ? plan.Edit.Pieces : [before.Bytes], cancellationToken);
        }

        var outcome = new ImportOutcome
        {
            Name = name,
            Kind = plan.HasChanges ? OutcomeKind.Written : OutcomeKind.NothingToDo,
            Plan = plan,
            Destination = InputFile.NameOf(destination) + (before is null ? ", which is new" : ""),
            File = isWritten ? target : null,
        };
        report.Write(outcome);
        return outcome;
    }

    private static async Task WriteAsync(string target, IReadOnlyList<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        if (target != InputFile.StandardInput)
        {
            await AtomicFile.WriteAsync(target, pieces, cancellationToken);
            return;
        }

        using var output = Terminal.OpenOutput();
        foreach (var piece in pieces)
        {
            await output.WriteAsync(piece, cancellationToken);
        }
    }
}
