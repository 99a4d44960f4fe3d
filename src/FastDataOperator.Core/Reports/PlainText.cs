using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FastDataOperator.Core.Reports;

/// <summary>Text that came from a repository, a manifest or a server, made safe to show on a terminal or to write into a commit.</summary>
public static partial class PlainText
{
    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789ABCDEF");

    /// <summary>The text on one line: control characters (terminal escapes and line ends among them), characters that change the direction or
    /// hide, and lone surrogates become <c>\u{1B}</c>; what is longer than <paramref name="most"/> characters ends in an ellipsis.</summary>
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
                    safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)text[unit]:X2}}}");
                }
            }

            at += size;
        }

        return safe.ToString();
    }

    /// <summary>A name that somebody else chose, for text that a forge renders: like <see cref="Line"/>, and what Markdown, HTML or a forge
    /// would take for markup, a mention, an issue or a command that closes one is written as <c>\u{40}</c> too. Ordinary names stay as they are.</summary>
    public static string Name(string text, int most = 120) => Escape(Line(text, most), MeansSomething);

    /// <summary>Content that somebody else wrote, for a commit message: forges render no markup there, but they act on mentions, issues and
    /// addresses. Regular expressions and code stay readable.</summary>
    public static string InMessage(string text, int most = 120) => Escape(Line(text, most), static (line, at) => line[at] is not ('>' or '|' or '&' or '\\') && MeansSomething(line, at));

    /// <summary>Content that somebody else wrote, for a code span or a fence: no renderer looks for markup there, but forges look in the raw text too, for
    /// mentions and for the issues that a merge closes.</summary>
    internal static string InCode(string text, int most = 120) => Escape(
        Line(text, most), static (line, at) => line[at] is '`' or '|' or '@' or '#' or '!' or '-' && MeansSomething(line, at));

    /// <summary>Writes what means something, and what a closing keyword would close, as <c>\u{40}</c>; what is written so already stays.</summary>
    /// <param name="line">From <see cref="Line"/>.</param>
    internal static string Escape(string line, Func<string, int, bool> meansSomething)
    {
        var safe = new StringBuilder(line.Length);
        var promise = ClosingKeyword().Match(line) is { Success: true } match ? match.Index : line.Length;
        for (var at = 0; at < line.Length; at++)
        {
            if (EscapeAt(line, at) is > 0 and var length)
            {
                safe.Append(line, at, length);
                at += length - 1;
            }
            else if (meansSomething(line, at) || (at > promise && NamesAnIssue(line, at)))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)line[at]:X2}}}");
            }
            else
            {
                safe.Append(line[at]);
            }
        }

        return safe.ToString();
    }

    internal static bool MeansSomething(string line, int at)
    {
        var rest = line.AsSpan(at + 1);
        return line[at] switch
        {
            '@' or '#' or '`' or '<' or '>' or '|' or '&' or '\\' => true,
            ']' => rest is ['(' or '[', ..],
            '!' => rest is [>= '0' and <= '9', ..],
            ':' => rest.StartsWith("//"),
            '-' => at >= 2 && line.AsSpan(at - 2, 2).Equals("GH", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    /// <summary>Whether what a closing keyword would close is named here: by the key of a tracker, such as <c>ABC-12</c>, or by an address.</summary>
    private static bool NamesAnIssue(string line, int at) => line.AsSpan(at) is ['-', >= '0' and <= '9', ..] or [':', '/', '/', ..];

    /// <summary>What forges and trackers take for the promise that a merge closes the issue named next.</summary>
    [GeneratedRegex(@"\b(clos|fix|resolv|implement|complet)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClosingKeyword();

    /// <summary>Characters of the escape that stands here; 0 where none does.</summary>
    private static int EscapeAt(string line, int at)
    {
        const string begin = "\\u{";
        var rest = line.AsSpan(at);
        if (!rest.StartsWith(begin))
        {
            return 0;
        }

        var digits = rest[begin.Length..].IndexOfAnyExcept(s_hexDigits);
        return digits > 0 && rest[begin.Length + digits] == '}' ? begin.Length + digits + 1 : 0;
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
