using System.Text.Json;

namespace FastDataOperator.Cli;

/// <summary>One JSON object on standard output.</summary>
internal static class JsonOutput
{
    /// <param name="writeMembers">Writes the object's members.</param>
    public static void Write(Action<Utf8JsonWriter> writeMembers)
    {
        using var output = Terminal.OpenOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
