using System.Text.RegularExpressions;

namespace FastDataOperator.Cluster.Tests.Docs;

/// <summary>A page of the documentation.</summary>
internal sealed partial class Page
{
    private Page(string text) => Text = text;

    public string Text { get; }

    /// <summary>What stands between backticks in the first cell of a table's row.</summary>
    public IReadOnlyList<string> FirstCells => [.. Row().Matches(Text).SelectMany(static row => Code().Matches(row.Groups[1].Value)).Select(static code => code.Groups[1].Value)];

    public static Page Read(params ReadOnlySpan<string> path) => new(File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "docs", .. path])));

    /// <summary>The text below a heading, up to the next one of the same rank or above.</summary>
    public Page Section(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"the page has no heading \"{heading}\"");
        var rank = heading[..heading.IndexOf(' ', StringComparison.Ordinal)];
        var end = Enumerable.Range(1, rank.Length).Select(length => Text.IndexOf($"\n{rank[..length]} ", start + 1, StringComparison.Ordinal)).Where(static at => at >= 0).DefaultIfEmpty(Text.Length).Min();
        return new Page(Text[start..end]);
    }

    /// <summary>The first block of code in a language.</summary>
    public string Code(string language)
    {
        var start = Text.IndexOf($"```{language}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"the page has no block of {language}");
        start += language.Length + 4;
        return Text[start..Text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"^\|([^|\n]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
