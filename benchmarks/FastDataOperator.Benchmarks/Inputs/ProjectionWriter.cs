using System.Text.Json;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>Writes one generated Projection: fields with their cast functions, metadata, indexes and topics.</summary>
internal sealed class ProjectionWriter(ProjectShape shape, Utf8JsonWriter json)
{
    private static readonly string[] Words =
    [
        "order", "customer", "invoice", "shipment", "amount", "currency", "status", "created", "updated", "address", "warehouse", "product",
        "quantity", "discount", "channel", "reference", "country", "approved", "carrier", "tracking", "balance", "quotà", "premium", "claim",
    ];

    private static readonly (string Type, string Cast)[] Types =
    [
        ("String", "defaultCastToString"), ("Number", "defaultCastToFloat"), ("Boolean", "defaultCastStringToBoolean"),
        ("Date", "defaultCastToDate"), ("Object", "defaultCastToObject"), ("Array of object", "defaultCastToArrayOfObject"),
    ];

    public void Write(int system, int projection)
    {
        var numbers = new Numbers(((ulong)system << 32) + (ulong)projection + (ulong)shape.Prefix.Length);
        var name = shape.ProjectionName(system, projection);
        json.WriteStartObject();
        json.WriteString("projectionId", name);
        json.WriteString("name", name);
        json.WriteString("description", $"Every {numbers.Pick(Words)} with its {numbers.Pick(Words)}, as the {numbers.Pick(Words)} system knows it");
        json.WriteStartArray("fields");
        var fields = numbers.Between(shape.Fields.Least, shape.Fields.Most);
        for (var field = 0; field < fields; field++)
        {
            WriteField(numbers, projection, field);
        }

        json.WriteEndArray();
        WriteMetadata();
        WriteIndex();
        json.WriteStartObject("topics");
        foreach (var environment in new[] { "DEV", "PREPROD", "PROD" })
        {
            json.WriteString(environment, $"acme.{environment}.{shape.SystemName(system)}.{name}.ingestion");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Field 0 is the primary key; field 1 uses a custom cast function, which every import therefore brings along (C1).</summary>
    private void WriteField(Numbers numbers, int projection, int field)
    {
        var (type, cast) = numbers.Pick(Types);
        json.WriteStartObject();
        json.WriteString("name", field == 0 ? "id_0" : $"{numbers.Pick(Words)}_{numbers.Pick(Words)}_{field}");
        json.WriteString("description", $"The {numbers.Pick(Words)} of the \"{numbers.Pick(Words)}\", {numbers.Below(100_000)}");
        json.WriteString("type", field < 2 ? "String" : type);
        json.WriteString("castFunctionId", field switch
        {
            0 => "defaultCastToString",
            1 => shape.CastFunctionName(projection % shape.CastFunctions),
            _ => cast,
        });
        json.WriteBoolean("required", field == 0);
        json.WriteBoolean("nullable", field != 0);
        json.WriteBoolean("primaryKey", field == 0);
        json.WriteEndObject();
    }

    private void WriteMetadata()
    {
        json.WriteStartArray("metadata");
        foreach (var name in new[] { "updatedAt", "createdAt", "__STATE__" })
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", name == "__STATE__" ? "String" : "Date");
            json.WriteBoolean("required", true);
            json.WriteBoolean("nullable", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteIndex()
    {
        json.WriteStartArray("indexes");
        json.WriteStartObject();
        json.WriteString("name", "mia_primary_key_index");
        json.WriteString("type", "normal");
        json.WriteBoolean("unique", true);
        json.WriteBoolean("automatic", true);
        json.WriteStartArray("fields");
        json.WriteStartObject();
        json.WriteString("name", "id_0");
        json.WriteNumber("order", 1);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
