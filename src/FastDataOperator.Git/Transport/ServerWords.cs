using System.Text;

namespace FastDataOperator.Git.Transport;

/// <summary>Text that a server chose, made fit to be shown: bounded, and without control characters, which could repaint a terminal.</summary>
internal static class ServerWords
{
    /// <summary>Most bytes or characters that are kept.</summary>
    public const int MaxLength = 4096;

    public static string Clean(ReadOnlySpan<byte> text) => Clean(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLength)]));

    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var character in text)
        {
            if (clean.Length == MaxLength)
            {
                break;
            }

            if (character is '\n' or '\r')
            {
                // A progress line that overwrites itself ends in a carriage return.
                if (clean.Length > 0 && clean[^1] != '\n')
                {
                    clean.Append('\n');
                }
            }
            else if (!char.IsControl(character) && character is not (>= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029'))
            {
                clean.Append(character);
            }
        }

        return clean.ToString().Trim();
    }
}
