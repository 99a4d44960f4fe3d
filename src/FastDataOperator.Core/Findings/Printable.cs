using System.Globalization;
using System.Text;

namespace FastDataOperator.Core.Findings;

/// <summary>Text from outside, made safe to show on one line of a terminal, a log or a commit message.</summary>
public static class Printable
{
    /// <summary>Control, formatting and line-breaking characters become <c>\u{XX}</c>; what is longer than <paramref name="most"/>
    /// characters is cut with an ellipsis.</summary>
    public static string Text(string text, int most = 120)
    {
        StringBuilder? safe = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (at >= most)
            {
                var whole = safe?.ToString() ?? text[..at];
                return (char.IsHighSurrogate(whole[^1]) ? whole[..^1] : whole) + "…";
            }

            if (IsUnsafe(text[at]))
            {
                safe ??= new StringBuilder(text, 0, at, text.Length + 16);
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)text[at]:X2}}}");
            }
            else
            {
                safe?.Append(text[at]);
            }
        }

        return safe?.ToString() ?? text;
    }

    private static bool IsUnsafe(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
