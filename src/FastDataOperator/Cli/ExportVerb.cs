using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata export</c>: an export file of a selection and what it needs (E1).</summary>
internal static class ExportVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("export", "Exports resources, and what they need, into a file that an import takes.");
        VerbHelp.Extend(command, """
            Examples:
              fastdata export --source https://git.example.com/core/config.git --select er-schema/er_customer 'projection/orders/pr_*' --dependencies include
              fastdata export --source fastdata-config.json --all -o - | jq .metadata

            """);
        var options = new ExportOptions();
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            var call = options.Read(parsed);
            using var input = call.IsFile
                ? await ProjectInput.ReadFileAsync(call.Source, call.Project, timeProvider, cancellationToken)
                : await ProjectInput.FetchAsync(new RepositoryChoice(call.Source, call.Branch, call.Path, call.Project), terminal, timeProvider, cancellationToken);
            var now = timeProvider.GetUtcNow();
            var request = new ExportRequest { Selection = call.Selection, Dependencies = call.Dependencies ?? DependencyPolicy.Fail, ExportedAt = now };
            var result = ExportWriter.Write(request, input.Project);
            if (result is ExportResult.DependenciesNeeded needed && call.Dependencies is null)
            {
                await ConfirmAsync(terminal, needed.Dependencies, cancellationToken);
                result = ExportWriter.Write(request with { Dependencies = DependencyPolicy.Include }, input.Project);
            }

            return await FinishAsync(result, call, now, cancellationToken);
        }, cancellationToken));
        return command;
    }

    private static async Task<int> FinishAsync(ExportResult result, ExportCall call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case ExportResult.Refused refused:
                throw new ImportRefusedException(refused.Problems);
            case ExportResult.DependenciesNeeded needed:
                throw new ImportRefusedException(needed.Dependencies.Select(Missing).ToList());
            case ExportResult.Written written:
                var target = TargetOf(call.OutputFile, now);
                var isReplaced = target != InputFile.StandardInput && File.Exists(target);
                await WriteAsync(target, written.Bytes, cancellationToken);
                Report(written, call, target, isReplaced);
                return ExitCode.Success;
            default:
                throw new UnreachableException();
        }
    }

    private static void Report(ExportResult.Written written, ExportCall call, string target, bool isReplaced)
    {
        Complaint.Warnings(written.Warnings);
        if (call.IsJson)
        {
            WriteJson(written, target);
        }
        else if (target != InputFile.StandardInput)
        {
            var added = written.Added.Count == 0 ? "" : $", {written.Added.Count} of them because others need them";
            Terminal.Out.WriteLine($"{(isReplaced ? "Replaced" : "Wrote")} {PlainText.Line(target, 500)}: {written.Resources.Count} {(written.Resources.Count == 1 ? "resource" : "resources")}{added}.");
        }
    }

    /// <summary>Shows what would come along and asks; or says what to write where nobody can be asked.</summary>
    private static async Task ConfirmAsync(Terminal terminal, IReadOnlyList<ExportedDependency> dependencies, CancellationToken cancellationToken)
    {
        if (!Terminal.IsInteractive)
        {
            Complaint.Errors([.. dependencies.Select(Missing)]);
            throw Complaint.Usage($"the selection needs {dependencies.Count} more {(dependencies.Count == 1 ? "resource" : "resources")}", "write --yes or --dependencies include to export them too, or select them");
        }

        var tree = new Tree(new Text("The selection needs these too:"));
        foreach (var dependency in dependencies)
        {
            var node = tree.AddNode(new Text(PlainText.Line(dependency.Resource.ToString(), 200)));
            foreach (var need in dependency.NeededBy.Take(3))
            {
                node.AddNode(new Text(PlainText.Line($"needed by {need.By}: {need.Why} ({need.Rule})", 200), new Style(decoration: Decoration.Dim)));
            }
        }

        terminal.Questions.Write(tree);
        if (!await Question.AskAsync("Export them too?", cancellationToken))
        {
            throw Complaint.Usage("nothing was exported");
        }
    }

    private static Finding Missing(ExportedDependency dependency) => new()
    {
        Reason = Reason.DependencyNotSelected,
        Rule = "C2",
        Resource = dependency.Resource,
        Message = $"{dependency.Resource} is not selected, and {string.Join(" and ", dependency.NeededBy.Take(3).Select(need => need.By.ToString()))} {(dependency.NeededBy.Count == 1 ? "needs" : "need")} it",
    };

    private static string TargetOf(string? output, DateTimeOffset now)
    {
        var name = $"fast-data-export-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}.json";
        return output is null ? name : Directory.Exists(output) || output.EndsWith('/') ? Path.Combine(output, name) : output;
    }

    private static async Task WriteAsync(string target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (target != InputFile.StandardInput)
        {
            await AtomicFile.WriteAsync(target, [bytes], cancellationToken);
            return;
        }

        using var output = Terminal.OpenOutput();
        await output.WriteAsync(bytes, cancellationToken);
    }

    /// <summary><c>{ "file", "resources": [ { "kind", "name", "system"? } ], "added": [ same with "neededBy" ], "warnings": [ finding ] }</c>.</summary>
    private static void WriteJson(ExportResult.Written written, string target) => JsonOutput.Write(json =>
    {
        json.WriteString("file", target);
        json.WriteStartArray("resources");
        foreach (var resource in written.Resources)
        {
            json.WriteStartObject();
            FindingJson.WriteMembers(json, resource);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("added");
        foreach (var added in written.Added)
        {
            json.WriteStartObject();
            FindingJson.WriteMembers(json, added.Resource);
            PlanJson.WriteNeededBy(json, added.NeededBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.WriteFindings(json, "warnings", written.Warnings);
    });
}
