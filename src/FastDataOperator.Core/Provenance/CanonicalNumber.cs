using System.Buffers.Text;
using System.Globalization;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Provenance;

/// <summary>Numbers as ECMAScript writes them (RFC 8785, 3.2.2.3; ECMA-262, Number::toString).</summary>
internal static class CanonicalNumber
{
    /// <exception cref="FormatException">No double holds the number.</exception>
    public static void Write(GrowingBuffer output, ReadOnlySpan<byte> written)
    {
        if (written.Length <= 15 && written.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            output.Append(written);
            return;
        }

        if (!Utf8Parser.TryParse(written, out double value, out _) || !double.IsFinite(value))
        {
            throw new FormatException($"the number {System.Text.Encoding.ASCII.GetString(written[..Math.Min(written.Length, 40)])} is larger than a double");
        }

        Span<char> text = stackalloc char[32];
        if (value == 0)
        {
            output.Append("0"u8);
            return;
        }

        if (value < 0)
        {
            output.Append("-"u8);
        }

        // .NET's "E16" is not the shortest form; "R" is, but chooses its exponent otherwise than ECMAScript.
        Math.Abs(value).TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[24];
        var count = Decompose(text[..length], digits, out var exponent);
        Format(output, digits[..count], exponent);
    }

    /// <returns>How many significant digits; the value is 0.digits × 10^exponent.</returns>
    private static int Decompose(ReadOnlySpan<char> text, Span<byte> digits, out int exponent)
    {
        var e = text.IndexOf('E');
        exponent = e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.');
        exponent += point < 0 ? mantissa.Length : point;
        var count = 0;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                continue;
            }

            if (character == '0' && count == 0)
            {
                exponent--;
                continue;
            }

            digits[count++] = (byte)character;
        }

        while (digits[count - 1] == (byte)'0')
        {
            count--;
        }

        return count;
    }

    private static void Format(GrowingBuffer output, ReadOnlySpan<byte> digits, int exponent)
    {
        if (exponent is > 0 and <= 21)
        {
            output.Append(digits[..Math.Min(digits.Length, exponent)]);
            for (var zero = digits.Length; zero < exponent; zero++)
            {
                output.Append("0"u8);
            }

            if (digits.Length > exponent)
            {
                output.Append("."u8);
                output.Append(digits[exponent..]);
            }
        }
        else if (exponent is > -6 and <= 0)
        {
            output.Append("0."u8);
            for (var zero = exponent; zero < 0; zero++)
            {
                output.Append("0"u8);
            }

            output.Append(digits);
        }
        else
        {
            output.Append(digits[..1]);
            if (digits.Length > 1)
            {
                output.Append("."u8);
                output.Append(digits[1..]);
            }

            output.Append(exponent > 0 ? "e+"u8 : "e-"u8);
            output.Append(System.Text.Encoding.ASCII.GetBytes(Math.Abs(exponent - 1).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
