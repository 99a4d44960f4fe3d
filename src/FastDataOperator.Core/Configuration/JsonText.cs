using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FastDataOperator.Core.Configuration;

/// <summary>JSON strings between their written and their meant form.</summary>
internal static class JsonText
{
    /// <summary>The characters that a quoted string stands for, as UTF-8.</summary>
    /// <param name="quoted">The string as written, quotes included.</param>
    /// <exception cref="InvalidOperationException">An escape names half a surrogate pair.</exception>
    public static byte[] Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var buffer = new byte[quoted.Length];
        return buffer[..reader.CopyString(buffer)];
    }

    /// <inheritdoc cref="Unescape"/>
    public static string String(ReadOnlySpan<byte> quoted) =>
        Encoding.UTF8.GetString(quoted.Contains((byte)'\\') ? Unescape(quoted) : quoted[1..^1]);

    /// <summary>Whether a name or string stands for these characters. Half a surrogate pair stands for none.</summary>
    public static bool Means(in Utf8JsonReader json, ReadOnlySpan<byte> characters) =>
        json.ValueIsEscaped ? IsText(json) && json.ValueTextEquals(characters) : json.ValueSpan.SequenceEqual(characters);

    /// <summary>Whether a name or string has a meaning: not where one of its escapes names half a surrogate pair.</summary>
    public static bool IsText(in Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return true;
        }

        var characters = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            _ = json.CopyString(characters);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(characters);
        }
    }

    /// <summary>Writes a string as <c>JSON.stringify</c> and RFC 8785 (3.2.2.2) do, quotes included.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(Escaped);
            if (plain < 0)
            {
                output.Write(utf8);
                break;
            }

            output.Write(utf8[..plain]);
            WriteEscape(output, utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    /// <inheritdoc cref="WriteString(IBufferWriter{byte}, ReadOnlySpan{byte})"/>
    public static void WriteString(IBufferWriter<byte> output, string text)
    {
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[256 * 3] : new byte[text.Length * 3];
        WriteString(output, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static void WriteEscape(IBufferWriter<byte> output, byte character)
    {
        switch (character)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\b': output.Write("\\b"u8); break;
            case (byte)'\f': output.Write("\\f"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            default:
                ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[character >> 4], digits[character & 0xf]]);
                break;
        }
    }
}
