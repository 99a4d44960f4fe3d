using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FastDataOperator.Core.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FastDataOperator.Core.Configuration;

/// <summary>Turns a YAML file into JSON to read it: a composite file may be either. Plain scalars are resolved by YAML 1.2's core schema.</summary>
internal static class YamlConversion
{
    /// <summary>Behind the file's name in messages, for lines and columns are those of the JSON.</summary>
    public const string NameSuffix = " (read as JSON)";

    /// <exception cref="RefusalException">Malformed YAML, aliases, several documents, a key that is no scalar, or nesting past the limit (F3).</exception>
    public static ConfigurationFile ToJson(ConfigurationFile file, ReadLimits limits)
    {
        var output = new ArrayBufferWriter<byte>(file.Bytes.Length);
        var parser = new Parser(new StringReader(Encoding.UTF8.GetString(file.Bytes.Span).TrimStart('\uFEFF')));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                throw Refuse(file, Reason.NotAConfiguration, new Mark(0, 1, 1), "the file holds no YAML document");
            }

            parser.Consume<DocumentStart>();
            using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = limits.MaxDepth + 1 }))
            {
                WriteNode(parser, json, file, limits, depth: 0);
            }

            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                throw Refuse(file, Reason.UnexpectedShape, second.Start, "the file holds more than one YAML document");
            }
        }
        catch (YamlException fault)
        {
            throw Refuse(file, Reason.MalformedYaml, fault.Start, "malformed YAML: " + Printable.Text(fault.Message, 300));
        }
        catch (ArgumentException)
        {
            // The scanner makes characters of escapes without asking whether they are any, such as "\ud800\u0041".
            throw Refuse(file, Reason.MalformedYaml, parser.Current?.End ?? new Mark(0, 1, 1), "malformed YAML: an escape behind this place stands for no character");
        }
        catch (InvalidOperationException)
        {
            // Nor does it expect every character everywhere: a flow mapping with @ in it, or [ where a document begins.
            throw Refuse(file, Reason.MalformedYaml, parser.Current?.End ?? new Mark(0, 1, 1), "malformed YAML: what stands behind this place does not belong there");
        }

        return new ConfigurationFile(file.Name + NameSuffix, output.WrittenMemory);
    }

    private static void WriteNode(Parser parser, Utf8JsonWriter json, ConfigurationFile file, ReadLimits limits, int depth)
    {
        if (depth > limits.MaxDepth)
        {
            throw Refuse(file, Reason.TooDeep, parser.Current!.Start, $"mappings and sequences are nested more than {limits.MaxDepth} levels deep");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            WriteScalar(json, scalar);
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            json.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                WriteNode(parser, json, file, limits, depth + 1);
            }

            json.WriteEndArray();
        }
        else if (parser.TryConsume<MappingStart>(out _))
        {
            json.WriteStartObject();
            HashSet<string> keys = [];
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key))
                {
                    throw Refuse(file, Reason.UnexpectedShape, parser.Current!.Start, "a key is not a plain name");
                }

                json.WritePropertyName(keys.Add(key.Value) ? key.Value
                    : throw Refuse(file, Reason.DuplicateKey, key.Start, $"the name \"{Printable.Text(key.Value)}\" stands twice in one mapping"));
                WriteNode(parser, json, file, limits, depth + 1);
            }

            json.WriteEndObject();
        }
        else
        {
            throw Refuse(file, Reason.UnexpectedShape, parser.Current!.Start, "aliases (*name) are not read in a configuration");
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str"))
        {
            json.WriteStringValue(text);
        }
        else if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            json.WriteNullValue();
        }
        else if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            json.WriteBooleanValue(text[0] is 't' or 'T');
        }
        else if (IsJsonNumber(text))
        {
            json.WriteRawValue(text);
        }
        else if (text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            json.WriteNumberValue(hexadecimal);
        }
        else if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length is > 2 and < 23 && text.AsSpan(2).IndexOfAnyExceptInRange('0', '7') < 0)
        {
            json.WriteNumberValue(text.Skip(2).Aggregate(0UL, (value, digit) => (value * 8) + (ulong)(digit - '0')));
        }
        else if (text is not ("NaN" or "Infinity") && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number); // +1, .5, 012: numbers in YAML that JSON spells otherwise
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static bool IsJsonNumber(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] != '-')
        {
            return false;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RefusalException Refuse(ConfigurationFile file, Reason reason, Mark at, string message) => new(new Finding
    {
        Reason = reason, Rule = "F3", Message = message, Remedy = "correct the file there",
        Location = new FileLocation(file.Name, at.Line, at.Column),
    });
}
