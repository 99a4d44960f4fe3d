using System.Text.Json;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>The JSON of <c>plan</c> and <c>import</c>: <c>{ "imports": [ … ], "problems": [ finding ] }</c>. Each import has the members of
/// <see cref="PlanJson"/>, where <c>outcome</c> is one of <see cref="OutcomeKind"/>, then <c>destination</c> <c>{ "project", "repository", "branch", "commit"?, "path" }</c>,
/// what was read of a repository, <c>commit</c> and <c>branch</c> or <c>file</c> where something was written, <c>pullRequest</c> <c>{ "outcome", "branch", "number", "url", "state", "notes": [ ] }</c> where there is one or would be, whose
/// <c>outcome</c> is one of <see cref="Imports.PullRequestFate"/>, and <c>failure</c> <c>{ "reason", "message", "remedy"? }</c>. <c>problems</c> are those of the call itself.</summary>
internal static class OutcomeJson
{
    public static void Write(IReadOnlyList<ImportOutcome> outcomes, IReadOnlyList<Finding> problems) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("imports");
        foreach (var outcome in outcomes)
        {
            WriteOutcome(json, outcome);
        }

        json.WriteEndArray();
        FindingJson.WriteFindings(json, "problems", problems);
    });

    private static void WriteOutcome(Utf8JsonWriter json, ImportOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("import", outcome.Name);
        json.WriteString("outcome", outcome.Kind.ToString());
        if (outcome.Plan is { } plan)
        {
            PlanJson.WriteMembers(json, plan);
        }
        else
        {
            PlanJson.WriteRefusalMembers(json, outcome.Problems);
        }

        if (outcome.Base is { } destination)
        {
            WriteDestination(json, destination);
        }

        WriteText(json, "commit", outcome.Commit);
        WriteText(json, "branch", outcome.Branch);
        WriteText(json, "file", outcome.File);
        if (outcome.PullRequest is { } report)
        {
            WritePullRequest(json, report);
        }

        if (outcome.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("reason", failure.Reason);
            json.WriteString("message", failure.Message);
            WriteText(json, "remedy", failure.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDestination(Utf8JsonWriter json, DestinationRevision destination)
    {
        json.WriteStartObject("destination");
        json.WriteString("project", destination.Project);
        json.WriteString("repository", destination.Repository);
        json.WriteString("branch", destination.Branch);
        WriteText(json, "commit", destination.Commit);
        json.WriteString("path", destination.Path);
        json.WriteEndObject();
    }

    private static void WritePullRequest(Utf8JsonWriter json, PullRequestReport report)
    {
        json.WriteStartObject("pullRequest");
        json.WriteString("outcome", report.Fate.ToString());
        json.WriteString("branch", report.Head.Value);
        if (report.Request is { } request)
        {
            json.WriteNumber("number", request.Number);
            json.WriteString("url", request.Url);
            json.WriteString("state", request.State.ToString());
        }

        json.WriteStartArray("notes");
        foreach (var note in report.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
