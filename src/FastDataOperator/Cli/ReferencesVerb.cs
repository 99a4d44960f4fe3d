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
    private const int MostOfAName = 200;

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

        ColumnTable.Write<ReferenceStatus>(
            console,
            references,
            [
                new("RESOURCE", static reference => reference.Resource.ToString()) { Most = MostOfAName },
                new("FROM", static reference => FromOf(reference.Resource, reference.Mark)) { Most = MostOfAName },
                new("BRANCH", static reference => reference.Mark.Branch ?? "") { Most = MostOfAName, Dispensable = 1 },
                new("COMMIT", static reference => reference.Mark.Commit is { Length: > 7 } commit ? commit[..7] : reference.Mark.Commit ?? "") { Dispensable = 2 },
                new("EXPORTED", static reference => reference.Mark.ExportedAt ?? "") { Dispensable = 3 },
                new("STATE", static reference => reference.HasDrifted switch { true => "drifted", false => "as imported", null => "unknown" })
                {
                    Color = static reference => reference.HasDrifted is true ? Color.Yellow : Color.Default,
                },
            ],
            isWhole: false);
        var drifted = references.Count(reference => reference.HasDrifted is true);
        OutcomeTable.Line(console, $"{references.Count} {(references.Count == 1 ? "reference" : "references")}, {drifted} drifted.");
    }

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
