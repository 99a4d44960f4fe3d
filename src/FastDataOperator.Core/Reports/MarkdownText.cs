using System.Buffers;
using System.Text;

namespace FastDataOperator.Core.Reports;

/// <summary>Text from outside, for Markdown that a forge renders. All of it goes into code spans and fences, where no renderer looks for
/// markup, links, mentions, labels or emoji; what forges look for in the raw text beside that (closing keywords, mentions) is escaped there too.</summary>
internal static class MarkdownText
{
    /// <summary>Characters of one value; the rest is an ellipsis.</summary>
    public const int MostValue = 300;

    private const int LongestNumber = 6;

    /// <summary><c>\u{FFFF}</c></summary>
    private const int LongestEscape = 8;

    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <summary>A code span that nothing in it leaves.</summary>
    /// <param name="most">Characters of it.</param>
    public static string Code(string value, int most = MostValue) => value.Length == 0 ? "`\"\"`" : $"`{Inside(value, most)}`";

    /// <summary>For a code span or a fence: on one line, without backticks, and without what is an action wherever it stands.</summary>
    /// <param name="most">Characters of it, escapes counted.</param>
    public static string Inside(string value, int most = MostValue)
    {
        var text = PlainText.InCode(value, most);
        if (text.Length <= most)
        {
            return text;
        }

        // An escape is not cut in two, nor is a pair.
        var end = most - 1;
        var escape = text.LastIndexOf('\\', end - 1, Math.Min(end, LongestEscape));
        end = escape >= 0 && text.IndexOf('}', escape) >= end ? escape : end;
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Sentences: plain words stay words, and whatever else they name becomes code.</summary>
    public static string Prose(string text, int most = 1000)
    {
        var prose = new StringBuilder();
        var code = new StringBuilder();
        foreach (var word in PlainText.Line(text, most).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsWord(word))
            {
                code.Append(code.Length == 0 ? "" : " ").Append(word);
                continue;
            }

            End(prose, code);
            prose.Append(prose.Length == 0 ? "" : " ").Append(word);
        }

        End(prose, code);
        return prose.ToString();
    }

    /// <summary>A name where no code span is possible: letters, digits and what names are made of. The rest is escaped, and so is what a merge would
    /// act on, as a squash merge makes a commit's message of a title.</summary>
    public static string Bare(string value, int most) => PlainText.Escape(PlainText.Line(value, most), static (line, at) => !IsOfNames(line, at) || PlainText.MeansSomething(line, at));

    /// <summary>Characters as the strictest forge may count them: a line end is two (RFC 9110 and forms write <c>\r\n</c>).</summary>
    public static int Size(string text) => text.Length + text.AsSpan().Count('\n');

    private static void End(StringBuilder prose, StringBuilder code)
    {
        if (code.Length == 0)
        {
            return;
        }

        // Marks of punctuation that a sentence puts around a name stand outside of its code.
        var text = code.ToString();
        var after = text.Length > 1 && text[^1] is ',' or ';' or ':' or '.' or '?' ? text[^1..] : "";
        text = text[..^after.Length];
        prose.Append(prose.Length == 0 ? "" : " ").Append(Code(text.Trim('"') is { Length: > 0 } bare && IsQuoted(text) ? bare : text, int.MaxValue)).Append(after);
        code.Clear();
    }

    private static bool IsOfNames(string line, int at) =>
        char.IsLetterOrDigit(line[at]) || line[at] is '_' or '-' or '/' or ' ' or '…' || (line[at] == '.' && !line.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase));

    private static bool IsQuoted(string text) => text.Length > 2 && text[0] == '"' && text[^1] == '"' && text.AsSpan(1, text.Length - 2).IndexOf('"') < 0;

    /// <summary>Letters with a mark of punctuation behind them, or a small number. A long number or a word of hexadecimal digits may name a commit.</summary>
    private static bool IsWord(string word)
    {
        var rest = word.AsSpan();
        if (rest.Length <= LongestNumber && !rest.ContainsAnyExceptInRange('0', '9'))
        {
            return true;
        }

        rest = rest[^1] is ',' or ';' or ':' or '.' ? rest[..^1] : rest;
        return rest.Length > 0 && !rest.ContainsAnyExcept(s_letters) && (rest.Length <= LongestNumber || rest.ContainsAnyExcept(s_hexDigits));
    }
}
