using System.Text.Json.Nodes;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>An object with every field that a schema has.</summary>
internal static class SchemaSample
{
    /// <summary>What marks a string as a Go duration in our schema.</summary>
    public const string DurationPattern = @"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$";

    public static JsonObject Of(ImportSchema schema)
    {
        var sample = new JsonObject();
        foreach (var (name, property) in schema.Properties)
        {
            sample[name] = Value(property);
        }

        return sample;
    }

    private static JsonNode Value(ImportSchema schema) => schema.Type switch
    {
        "object" => Of(schema),
        "array" => new JsonArray(Value(schema.Items!)),
        "boolean" => true,
        "integer" => 1,
        "string" when schema.Enum is [.., var last] => last,
        "string" when schema.Pattern == DurationPattern => "10m",
        "string" when schema.Format == "date-time" => "2026-11-22T10:00:00Z",
        "string" => "text",
        _ => throw new InvalidOperationException($"the schema has the type {schema.Type}, of which no sample is known"),
    };
}
