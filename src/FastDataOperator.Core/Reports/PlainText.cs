using System.Globalization;
using System.Text;

namespace FastDataOperator.Core.Reports;

/// <summary>Text that came from a repository, a manifest or a server, made safe to show on a terminal or to write into a commit.</summary>
public static class PlainText
{
    /// <summary>The text on one line: control characters (terminal escapes and line ends among them), characters that change the direction or
    /// hide, and lone surrogates become <c>\u001B</c>; what is longer than <paramref name="most"/> characters ends in an ellipsis.</summary>
    public static string Line(string text, int most = int.MaxValue)
    {
        if (text.Length <= most && !NeedsEscape(text))
        {
            return text;
        }

        var safe = new StringBuilder(Math.Min(text.Length, most) + 8);
        var shown = 0;
        for (var at = 0; at < text.Length; shown++)
        {
            if (shown == most)
            {
                safe.Append('…');
                break;
            }

            var size = char.IsSurrogatePair(text, at) ? 2 : 1;
            if (IsSafe(text, at))
            {
                safe.Append(text, at, size);
            }
            else
            {
                for (var unit = at; unit < at + size; unit++)
                {
                    safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[unit]:X4}");
                }
            }

            at += size;
        }

        return safe.ToString();
    }

    private static bool NeedsEscape(string text)
    {
        for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
        {
            if (!IsSafe(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSafe(string text, int at) =>
        text[at] is >= ' ' and <= '~'
        || CharUnicodeInfo.GetUnicodeCategory(text, at)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
