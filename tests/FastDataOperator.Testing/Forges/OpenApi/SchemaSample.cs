using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastDataOperator.Testing.Forges.OpenApi;

/// <summary>Makes a value that a schema allows: with all that is required, or with everything where the schema requires nothing.</summary>
internal sealed class SchemaSample(ApiDescription description)
{
    /// <summary>Optional members are left out from here on, those that may be null are.</summary>
    private const int EnoughDepth = 4;

    private const int MostDepth = 12;

    public JsonNode? Of(JsonElement schema, int depth = 0)
    {
        schema = description.Resolve(schema);
        foreach (var name in (string[])["default", "example"])
        {
            if (schema.TryGetProperty(name, out var given) && given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && Fits(schema, given))
            {
                return JsonNode.Parse(given.GetRawText());
            }
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return JsonNode.Parse(values[0].GetRawText());
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            var merged = OfObject(schema, depth);
            foreach (var part in all.EnumerateArray())
            {
                if (Of(part, depth) is JsonObject members)
                {
                    foreach (var (name, value) in members.ToArray())
                    {
                        merged[name] = value?.DeepClone();
                    }
                }
            }

            return merged;
        }

        if ((schema.TryGetProperty("anyOf", out var choices) || schema.TryGetProperty("oneOf", out choices)) && !schema.TryGetProperty("properties", out _))
        {
            return Of(choices[0], depth);
        }

        return TypeOf(schema) switch
        {
            "string" => OfString(schema),
            "integer" or "number" => schema.TryGetProperty("minimum", out var least) ? JsonNode.Parse(least.GetRawText()) : 1,
            "boolean" => false,
            "array" => new JsonArray(),
            _ => OfObject(schema, depth),
        };
    }

    private static string? TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static one => one.GetString()).First(static one => one != "null")
        : type.GetString();

    private static string OfString(JsonElement schema) => (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
    {
        "date-time" => "2026-03-04T05:06:07Z",
        "date" => "2026-03-04",
        "uri" => "https://forge.example.com/some/page",
        "uuid" => "8f14e45f-ceea-467f-a8a0-1b1f0f0f0f0f",
        _ => "some text",
    };

    private bool Fits(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        new SchemaCheck(description, refusesUnknown: false).Check(schema, value, "sample", faults);
        return faults.Count == 0;
    }

    private JsonObject OfObject(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties) || depth > MostDepth)
        {
            return made;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(static name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : null;
        foreach (var property in properties.EnumerateObject())
        {
            if (required is null ? depth < EnoughDepth : required.Contains(property.Name))
            {
                var resolved = description.Resolve(property.Value);
                made[property.Name] = depth >= EnoughDepth && resolved.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? null : Of(property.Value, depth + 1);
            }
        }

        return made;
    }
}
