using System.Text.Json;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>A plan for programs. Members are only ever added. Names are camelCase, values of enumerations as the API writes them.
/// <code>
/// { "import": "ns/name", "outcome": "Planned" | …,
///   "hasChanges": bool, "digest": "sha256:…",
///   "source"?: { "project", "repository"?, "branch"?, "commit"?, "exportedAt" },
///   "counts": { "added", "updated", "restored", "removed", "unchanged", "updateAvailable", "drifted", "leftAlone" },
///   "changes": [ { "action", "kind", "name", "system"?, "sourceName", "importAs"?, "digest"?,
///                  "neededBy": [ { "kind", "name", "system"?, "rule", "why" } ],
///                  "before"?: mark, "origin"?: mark, "differences": [ "…" ] } ],
///   "graph": [ { "from": resource, "to": resource } ],
///   "missingServices": [ "…" ], "warnings": [ finding ], "problems": [ finding ] }
/// </code>
/// A mark is <c>{ "project", "repository"?, "branch"?, "commit"?, "exportedAt"?, "name"?, "digest"? }</c>. A refusal has <c>import</c>,
/// <c>outcome</c>, <c>hasChanges</c> (false) and <c>problems</c> alone. A removal has no <c>source</c>.</summary>
public static class PlanJson
{
    /// <summary>Writes one object with the plan's members.</summary>
    public static void Write(Utf8JsonWriter json, ImportPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("import", plan.Request.Name);
        json.WriteString("outcome", "Planned");
        WriteMembers(json, plan);
        json.WriteEndObject();
    }

    /// <summary>Writes the plan's members but <c>import</c> and <c>outcome</c> into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ImportPlan plan)
    {
        json.WriteBoolean("hasChanges", plan.HasChanges);
        json.WriteString("digest", plan.Digest);
        if (!plan.IsRemoval)
        {
            WriteSource(json, plan.Origin);
        }

        WriteCounts(json, plan);
        json.WriteStartArray("changes");
        foreach (var change in plan.Changes)
        {
            WriteChange(json, change);
        }

        json.WriteEndArray();
        json.WriteStartArray("graph");
        foreach (var (from, to) in plan.Graph)
        {
            json.WriteStartObject();
            FindingJson.WriteResource(json, "from", from);
            FindingJson.WriteResource(json, "to", to);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "missingServices", plan.MissingServices);
        FindingJson.WriteFindings(json, "warnings", plan.Warnings);
        FindingJson.WriteFindings(json, "problems", []);
    }

    /// <summary>Writes the members of a refusal but <c>import</c> and <c>outcome</c> into an object that is open.</summary>
    public static void WriteRefusalMembers(Utf8JsonWriter json, IReadOnlyList<Finding> problems)
    {
        json.WriteBoolean("hasChanges", value: false);
        FindingJson.WriteFindings(json, "problems", problems);
    }

    /// <summary>Writes a member with a mark.</summary>
    public static void WriteMark(Utf8JsonWriter json, string name, ReferenceMark mark)
    {
        json.WriteStartObject(name);
        json.WriteString("project", mark.Project);
        WriteText(json, "repository", mark.Repository);
        WriteText(json, "branch", mark.Branch);
        WriteText(json, "commit", mark.Commit);
        WriteText(json, "exportedAt", mark.ExportedAt);
        WriteText(json, "name", mark.Name);
        WriteText(json, "import", mark.Import);
        WriteText(json, "digest", mark.Digest);
        if (mark.Origin is { } origin)
        {
            WriteMark(json, "origin", origin);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>neededBy</c>.</summary>
    public static void WriteNeededBy(Utf8JsonWriter json, IReadOnlyList<Dependency> dependencies)
    {
        json.WriteStartArray("neededBy");
        foreach (var dependency in dependencies)
        {
            json.WriteStartObject();
            FindingJson.WriteMembers(json, dependency.By);
            json.WriteString("rule", dependency.Rule);
            json.WriteString("why", dependency.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSource(Utf8JsonWriter json, SourceOrigin origin)
    {
        json.WriteStartObject("source");
        json.WriteString("project", origin.Project);
        WriteText(json, "repository", origin.Repository);
        WriteText(json, "branch", origin.Branch);
        WriteText(json, "commit", origin.Commit);
        json.WriteString("exportedAt", PlanWording.Time(origin.ExportedAt));
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, ImportPlan plan)
    {
        json.WriteStartObject("counts");
        foreach (var action in Enum.GetValues<ChangeAction>())
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(action.ToString()), plan.Count(action));
        }

        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, PlannedChange change)
    {
        json.WriteStartObject();
        json.WriteString("action", change.Action.ToString());
        FindingJson.WriteMembers(json, change.Resource);
        json.WriteString("sourceName", change.SourceName);
        WriteText(json, "importAs", change.ImportAs?.ToString());
        WriteText(json, "digest", change.Digest);
        WriteNeededBy(json, change.NeededBy);
        if (change.Before is { } before)
        {
            WriteMark(json, "before", before);
        }

        if (change.Origin is { } origin)
        {
            WriteMark(json, "origin", origin);
        }

        WriteTexts(json, "differences", change.Differences);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
