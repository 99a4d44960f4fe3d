using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>What stands beside the configuration in a generated repository.</summary>
internal static class CompanionFiles
{
    /// <summary><c>api-console-config.json</c>, with a Single View Trigger Generator among the services (M4).</summary>
    public static byte[] ConsoleConfiguration(ProjectShape shape)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ConfigurationWriter.ConsoleStyle))
        {
            json.WriteStartObject();
            json.WriteString("version", "0.57.0");
            json.WriteStartObject("services");
            for (var service = 0; service < shape.Services; service++)
            {
                var component = service == 0 ? "single-view-trigger-generator" : "crud-service";
                var name = $"{shape.Prefix}-service-{service:D3}";
                json.WriteStartObject(name);
                json.WriteString("type", "plugin");
                json.WriteString("name", name);
                json.WriteString("dockerImage", $"registry.example.com/platform/{component}:3.{service % 10}.0");
                json.WriteString("sourceComponentId", component);
                json.WriteNumber("containerPort", 3000);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("collections");
            json.WriteEndObject();
            json.WriteStartObject("endpoints");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string ConfigMapPath(int file) => string.Create(CultureInfo.InvariantCulture, $"config-maps/service-{file / 50:D3}/settings-{file % 50:D2}.yml");

    /// <summary>A settings file of about 1.5 KB, half of it random, so that it compresses like real ones.</summary>
    public static byte[] ConfigMap(int file, int revision)
    {
        var numbers = new Numbers(((ulong)file << 20) + (ulong)revision);
        var text = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n")
            .Append(CultureInfo.InvariantCulture, $"  name: settings-{file:D5}\ndata:\n");
        for (var line = 0; line < 30; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  setting_{line:D2}: \"value {numbers.Next():x16} of {numbers.Below(100)}\"\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
