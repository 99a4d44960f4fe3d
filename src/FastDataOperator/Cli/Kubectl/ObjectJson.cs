using System.Text.Json;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>Objects of a cluster as the API server sent them, but for <c>metadata.managedFields</c>, which kubectl leaves out too.</summary>
internal static class ObjectJson
{
    private const string Metadata = "metadata";
    private const string ManagedFields = "managedFields";

    /// <summary>One object, or a <c>List</c> of them.</summary>
    public static JsonElement Of(IReadOnlyList<ClusterImport> imports, bool isList)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (isList)
            {
                json.WriteStartObject();
                json.WriteString("apiVersion", "v1");
                json.WriteString("kind", "List");
                json.WriteStartArray("items");
            }

            foreach (var import in imports)
            {
                WriteObject(json, import.Json);
            }

            if (isList)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement resource)
    {
        json.WriteStartObject();
        foreach (var member in resource.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            if (member is { Name: Metadata, Value.ValueKind: JsonValueKind.Object })
            {
                json.WriteStartObject();
                foreach (var inner in member.Value.EnumerateObject().Where(static inner => inner.Name != ManagedFields))
                {
                    inner.WriteTo(json);
                }

                json.WriteEndObject();
            }
            else
            {
                member.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
