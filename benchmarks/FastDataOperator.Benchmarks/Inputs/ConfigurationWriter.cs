using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>Writes a generated project's <c>fastdata-config.json</c> as the Console does: two spaces, no newline at the end.</summary>
internal static class ConfigurationWriter
{
    private static readonly string[] DefaultCastFunctions =
    [
        "defaultIdentity", "defaultCastToString", "defaultCastToInteger", "defaultCastToFloat", "defaultCastUnitTimestampToISOString",
        "defaultCastStringToBoolean", "defaultCastToDate", "defaultCastToObject", "defaultCastToArrayOfObject",
    ];

    public static byte[] Write(ProjectShape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        using (var json = new Utf8JsonWriter(buffer, ConsoleStyle))
        {
            var projections = new ProjectionWriter(shape, json);
            json.WriteStartObject();
            json.WriteString("version", "2.2.0");
            json.WriteString("updatedAt", "2026-11-22T10:00:00.000Z");
            WriteCastFunctions(json, shape);
            json.WriteStartObject("systems");
            for (var system = 0; system < shape.Systems; system++)
            {
                WriteSystem(json, shape, projections, system);
            }

            json.WriteEndObject();
            WriteSingleViews(json, shape);
            WriteErSchemas(json, shape);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static JsonWriterOptions ConsoleStyle { get; } = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static void WriteCastFunctions(Utf8JsonWriter json, ProjectShape shape)
    {
        json.WriteStartObject("castFunctions");
        foreach (var id in DefaultCastFunctions)
        {
            WriteCastFunction(json, id, "default", "module.exports = function identity (value, fieldName, { logger }) {\n  return value\n}\n");
        }

        for (var function = 0; function < shape.CastFunctions; function++)
        {
            WriteCastFunction(json, shape.CastFunctionName(function), "custom", CastingSource(function));
        }

        json.WriteEndObject();
    }

    private static void WriteCastFunction(Utf8JsonWriter json, string id, string type, string casting)
    {
        json.WriteStartObject(id);
        json.WriteString("castFunctionId", id);
        json.WriteString("name", id);
        json.WriteString("dataType", "string");
        json.WriteString("type", type);
        json.WriteString("casting", casting);
        json.WriteEndObject();
    }

    private static string CastingSource(int function) =>
        "/**\n * Brings amounts to cents; \"n/a\" and empty text become null.\n */\n" +
        "module.exports = function cast (value, fieldName, { logger }) {\n" +
        "  if (value === null || value === undefined || value === \"n/a\") {\n    return null\n  }\n" +
        $"  const scaled = Number(String(value).replace(/,/g, '.')) * {function + 2}\n" +
        "  if (Number.isNaN(scaled)) {\n    logger.error({ fieldName, value }, 'not a number')\n    return null\n  }\n" +
        "  return Math.round(scaled)\n}\n";

    private static void WriteSystem(Utf8JsonWriter json, ProjectShape shape, ProjectionWriter projections, int system)
    {
        var name = shape.SystemName(system);
        json.WriteStartObject(name);
        json.WriteString("systemId", name);
        json.WriteString("name", name);
        json.WriteString("description", $"System of Record {name}, {Revision.Token}");
        json.WriteStartObject("projections");
        for (var projection = 0; projection < shape.ProjectionsPerSystem; projection++)
        {
            json.WritePropertyName(shape.ProjectionName(system, projection));
            projections.Write(system, projection);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSingleViews(Utf8JsonWriter json, ProjectShape shape)
    {
        json.WriteStartObject("singleViews");
        for (var view = 0; view < shape.SingleViews; view++)
        {
            var name = $"sv_{shape.Prefix}_{view:D3}";
            json.WriteStartObject(name);
            json.WriteString("singleViewId", name);
            json.WriteString("name", name);
            json.WriteStartArray("fields");
            foreach (var field in new[] { "identifier", "summary", "history" })
            {
                json.WriteStartObject();
                json.WriteString("name", field);
                json.WriteString("type", "String");
                json.WriteBoolean("required", field == "identifier");
                json.WriteBoolean("nullable", field != "identifier");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteErSchemas(Utf8JsonWriter json, ProjectShape shape)
    {
        json.WriteStartObject("erSchemas");
        json.WriteStartObject($"er_{shape.Prefix}");
        json.WriteString("version", "1.0.0");
        json.WriteStartObject("config");
        for (var projection = 0; projection + 1 < Math.Min(shape.ProjectionsPerSystem, 12); projection++)
        {
            json.WritePropertyName(shape.ProjectionName(0, projection));
            WriteRelation(json, shape.ProjectionName(0, projection + 1));
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRelation(Utf8JsonWriter json, string related)
    {
        json.WriteStartObject();
        json.WriteStartObject("outgoing");
        json.WriteStartObject(related);
        json.WriteStartObject("conditions");
        json.WriteStartObject("by_id");
        json.WriteBoolean("oneToMany", true);
        json.WriteStartObject("condition");
        json.WriteString("id_0", "id_0");
        for (var open = 0; open < 6; open++)
        {
            json.WriteEndObject();
        }
    }
}
