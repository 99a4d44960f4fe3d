using System.Text.Json;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>Findings and resources in every JSON output:
/// <c>{"reason","rule","message","remedy"?,"resource"?,"location"?:{"file","line","column"}}</c> and <c>{"kind","name","system"?}</c>.</summary>
public static class FindingJson
{
    public static void WriteFindings(Utf8JsonWriter json, string name, IReadOnlyList<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            Write(json, finding);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("reason", finding.Reason.ToString());
        json.WriteString("rule", finding.Rule);
        json.WriteString("message", finding.Message);
        if (finding.Remedy is { } remedy)
        {
            json.WriteString("remedy", remedy);
        }

        if (finding.Resource is { } resource)
        {
            WriteResource(json, "resource", resource);
        }

        if (finding.Location is { } location)
        {
            json.WriteStartObject("location");
            json.WriteString("file", location.File);
            json.WriteNumber("line", location.Line);
            json.WriteNumber("column", location.Column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A member with a resource.</summary>
    public static void WriteResource(Utf8JsonWriter json, string name, ResourceId resource)
    {
        json.WriteStartObject(name);
        WriteMembers(json, resource);
        json.WriteEndObject();
    }

    /// <summary>The members of a resource, inside an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ResourceId resource)
    {
        json.WriteString("kind", resource.Kind.ToString());
        json.WriteString("name", resource.Name);
        if (resource.System is { } system)
        {
            json.WriteString("system", system);
        }
    }
}
