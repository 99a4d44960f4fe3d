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
    public static void WriteString(IBufferWriter<byte> output, string text) => WriteString(output, Encoding.UTF8.GetBytes(text));

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
