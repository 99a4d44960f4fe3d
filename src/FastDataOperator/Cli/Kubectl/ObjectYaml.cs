using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>JSON as YAML in block style. Text that could be taken for anything else is quoted, and in it escaped what a terminal could take for a
/// command; a library's writer lets characters through that change the direction of text.</summary>
internal static partial class ObjectYaml
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "yes", "no", "on", "off", "y", "n" };

    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        WriteValue(text, value, 0, inSequence: false);
        return text.ToString();
    }

    private static void WriteValue(StringBuilder text, JsonElement value, int indent, bool inSequence)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                var isFirst = inSequence;
                foreach (var member in value.EnumerateObject())
                {
                    text.Append(' ', isFirst ? 0 : indent).Append(Scalar(member.Name)).Append(':');
                    WriteNested(text, member.Value, indent);
                    isFirst = false;
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                var isStart = inSequence;
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(' ', isStart ? 0 : indent).Append("- ");
                    WriteValue(text, item, indent + 2, inSequence: true);
                    isStart = false;
                }

                break;
            default:
                text.Append(value.ValueKind == JsonValueKind.String ? Scalar(value.GetString()!) : value.GetRawText()).Append('\n');
                break;
        }
    }

    private static void WriteNested(StringBuilder text, JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                text.Append('\n');
                WriteValue(text, value, indent + 2, inSequence: false);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                // As kubectl writes it: a sequence stands at its key's own indentation.
                text.Append('\n');
                WriteValue(text, value, indent, inSequence: false);
                break;
            default:
                text.Append(' ');
                WriteValue(text, value, indent, inSequence: false);
                break;
        }
    }

    private static string Scalar(string text)
    {
        if (Plain().IsMatch(text) && !s_words.Contains(text))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            quoted.Append(character switch
            {
                "\"" or "\\" => "\\" + character,
                "\n" => "\\n",
                _ when PlainText.Line(character) == character => character,
                _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z/](?:[A-Za-z0-9_./@+,()=-]|:(?=[^ \n])| (?=[A-Za-z0-9(]))*\z")]
    private static partial Regex Plain();
}
