using System.CommandLine;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata graph</c>: what needs what in one project.</summary>
internal static class GraphVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("graph", "Draws what needs what in a project, in Mermaid's language. References are dashed.");
        VerbHelp.Extend(command, """
            Examples:
              fastdata graph --repository https://git.example.com/core/config.git > graph.mmd
              fastdata graph --file fastdata-config.json --output json

            """);
        var project = new ProjectOptions();
        var format = CommandOptions.Format("mermaid", "json");
        project.AddTo(command);
        command.Options.Add(format);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            using var input = await project.OpenAsync(parsed, terminal, timeProvider, cancellationToken);
            var graph = DependencyGraph.Of(input.Project.Configuration);
            if (parsed.GetRequiredValue(format) == "json")
            {
                WriteJson(graph);
            }
            else
            {
                await Terminal.Out.WriteAsync(MermaidGraph.Write(
                    [.. graph.Resources.Select(resource => (resource, graph.References.Contains(resource) ? MermaidStyle.Reference : MermaidStyle.Resource))],
                    graph.Needs));
            }

            Complaint.Warnings(graph.Warnings);
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    /// <summary><c>{ "resources": [ { "kind", "name", "system"?, "isReference" } ], "needs": [ { "from", "to" } ], "warnings": [ finding ] }</c>.</summary>
    private static void WriteJson(DependencyGraph graph) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("resources");
        foreach (var resource in graph.Resources)
        {
            json.WriteStartObject();
            FindingJson.WriteMembers(json, resource);
            json.WriteBoolean("isReference", graph.References.Contains(resource));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("needs");
        foreach (var (from, to) in graph.Needs)
        {
            json.WriteStartObject();
            FindingJson.WriteResource(json, "from", from);
            FindingJson.WriteResource(json, "to", to);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.WriteFindings(json, "warnings", graph.Warnings);
    });
}
