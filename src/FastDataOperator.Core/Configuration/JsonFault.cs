using System.Text.Json;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>From what the JSON reader says of a file to what a person is told.</summary>
internal static class JsonFault
{
    /// <param name="fault">What the reader threw.</param>
    /// <param name="json">The reader as it was then.</param>
    /// <param name="file">The file.</param>
    /// <param name="start">Where in the file the reader began.</param>
    /// <param name="maxDepth">Levels of nesting that the reader accepts.</param>
    public static RefusalException Of(JsonException fault, in Utf8JsonReader json, ConfigurationFile file, int start, int maxDepth)
    {
        var offset = Offset(file.Bytes.Span[start..], fault) + start;
        var depth = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? json.CurrentDepth + 1 : json.CurrentDepth;
        if (depth >= maxDepth && offset < file.Bytes.Length && file.Bytes.Span[offset] is (byte)'{' or (byte)'[')
        {
            return new RefusalException(new Finding
            {
                Reason = Reason.TooDeep, Rule = "F3", Location = TextPosition.Of(file, offset), Remedy = "flatten what is nested there",
                Message = $"objects and arrays are nested more than {maxDepth} levels deep",
            });
        }

        // The reader's message ends in the position, which the location says already.
        var message = InPlainWords(fault.Message.Split(" LineNumber:", 2)[0].TrimEnd('.'));
        return new RefusalException(new Finding
        {
            Reason = Reason.MalformedJson, Rule = "F3", Location = TextPosition.Of(file, offset),
            Message = "malformed JSON: " + Printable.Text(message, 300), Remedy = "correct the file there",
        });
    }

    /// <summary>Without what the reader says to the programmer who called it.</summary>
    private static string InPlainWords(string message)
    {
        var advice = message.IndexOf(". Change the reader options", StringComparison.Ordinal);
        message = advice < 0 ? message : message[..advice];
        return message.Contains("depth to be zero", StringComparison.Ordinal) ? "the text ends before all objects and arrays are closed" : message;
    }

    private static int Offset(ReadOnlySpan<byte> text, JsonException fault)
    {
        var at = 0;
        for (var line = fault.LineNumber ?? 0; line > 0; line--)
        {
            at += text[at..].IndexOf((byte)'\n') + 1;
        }

        return at + (int)(fault.BytePositionInLine ?? 0);
    }
}
