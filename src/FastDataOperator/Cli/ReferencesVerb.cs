using System.CommandLine;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata references</c>: what a project has from others, and whether it was edited since.</summary>
internal static class ReferencesVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("references", "Lists every reference of a project: where it came from, and whether it drifted.");
        VerbHelp.Extend(command, """
            Examples:
              fastdata references --repository https://git.example.com/team-a/config.git --branch main
              fastdata references --file fastdata-config.json --output json

            """);
        var project = new ProjectOptions();
        var format = CommandOptions.Format("table", "json");
        project.AddTo(command);
        command.Options.Add(format);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            using var input = await project.OpenAsync(parsed, terminal, timeProvider, cancellationToken);
            var (references, problems) = ReferenceInventory.List(input.Project.Configuration);
            if (parsed.GetRequiredValue(format) == "json")
            {
                WriteJson(references, problems);
            }
            else
            {
                WriteTable(terminal.Output, input.Project.Origin.Project, references);
            }

            Complaint.Errors(problems);
            return problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }, cancellationToken));
        return command;
    }

    private static void WriteTable(IAnsiConsole console, string project, IReadOnlyList<ReferenceStatus> references)
    {
        if (references.Count == 0)
        {
            OutcomeTable.Line(console, $"{project} has no references.");
            return;
        }

        var table = new Table { Border = TableBorder.None };
        foreach (var title in (ReadOnlySpan<string>)["RESOURCE", "FROM", "BRANCH", "COMMIT", "EXPORTED", "STATE"])
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Dim))).PadRight(2));
        }

        foreach (var (resource, mark, hasDrifted) in references)
        {
            table.AddRow(
                Cell(resource.ToString()),
                Cell(FromOf(resource, mark)),
                Cell(mark.Branch),
                Cell(mark.Commit is { Length: > 7 } commit ? commit[..7] : mark.Commit),
                Cell(mark.ExportedAt),
                hasDrifted switch
                {
                    true => new Text("drifted", new Style(Color.Yellow)),
                    false => new Text("as imported"),
                    null => new Text("unknown"),
                });
        }

        console.Write(table);
        var drifted = references.Count(reference => reference.HasDrifted is true);
        OutcomeTable.Line(console, $"{references.Count} {(references.Count == 1 ? "reference" : "references")}, {drifted} drifted.");
    }

    private static Text Cell(string? text) => new(PlainText.Line(text ?? "", 200));

    private static string FromOf(ResourceId resource, ReferenceMark mark)
    {
        var name = mark.Name is { } original && original != resource.Name ? $" ({original})" : "";
        return mark.Origin is null ? mark.Project + name : $"{mark.Project}{name}, first {mark.FirstProject}";
    }

    /// <summary><c>{ "references": [ { "kind", "name", "system"?, "drifted": bool|null, "importedFrom": mark } ], "problems": [ finding ] }</c>.</summary>
    private static void WriteJson(IReadOnlyList<ReferenceStatus> references, IReadOnlyList<Finding> problems) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("references");
        foreach (var (resource, mark, hasDrifted) in references)
        {
            json.WriteStartObject();
            FindingJson.WriteMembers(json, resource);
            if (hasDrifted is { } drifted)
            {
                json.WriteBoolean("drifted", drifted);
            }
            else
            {
                json.WriteNull("drifted");
            }

            PlanJson.WriteMark(json, ReferenceMark.MemberName, mark);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.WriteFindings(json, "problems", problems);
    });
}
