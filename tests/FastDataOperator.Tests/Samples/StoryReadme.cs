using System.Globalization;
using System.Text.RegularExpressions;

namespace FastDataOperator.Tests.Samples;

/// <summary>What a story's README says: its commands, and the tables of what an import does.</summary>
internal sealed partial class StoryReadme
{
    private static readonly Dictionary<string, string> s_kinds = new(StringComparer.Ordinal)
    {
        ["ER schema"] = "ErSchema",
        ["ER schemas"] = "ErSchema",
        ["System of Record"] = "SystemOfRecord",
        ["Systems of Record"] = "SystemOfRecord",
        ["Projection"] = "Projection",
        ["Projections"] = "Projection",
        ["Single View"] = "SingleView",
        ["Single Views"] = "SingleView",
        ["cast function"] = "CastFunction",
        ["cast functions"] = "CastFunction",
    };

    private readonly List<Dictionary<string, string>> _tables = [];

    public StoryReadme(string text)
    {
        Commands = [.. CodeBlock().Matches(text).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        foreach (Match table in Table().Matches(text))
        {
            _tables.Add(table.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)
                .Select(line => line.Trim('|', ' ').Split(" | ", 2))
                .ToDictionary(row => row[0], row => row[1]));
        }
    }

    /// <summary>The lines of its shell blocks, with their comments.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>The resources of a table's row, as <c>Kind/name</c>; their number is the one in parentheses.</summary>
    /// <param name="table">From 0.</param>
    /// <param name="row">Its title without the number.</param>
    /// <param name="also">A row that lists more of the same.</param>
    public IReadOnlyList<string> Resources(int table, string row, string? also = null)
    {
        var (title, cell) = _tables[table].Single(line => line.Key == row || line.Key.StartsWith(row + " (", StringComparison.Ordinal));
        var more = also is null ? "" : " " + _tables[table].Single(line => line.Key.StartsWith(also, StringComparison.Ordinal)).Value;
        var named = Listed().Matches(cell + more).SelectMany(match => Names(match.Groups[2].Value).Select(name => $"{s_kinds[match.Groups[1].Value]}/{name}"))
            .Order(StringComparer.Ordinal).ToList();
        if (Number().Match(title) is { Success: true } number)
        {
            Assert.Equal(int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture), named.Count);
        }

        return named;
    }

    /// <summary>All names of a table's row.</summary>
    public IReadOnlyList<string> Names(int table, string row) => Names(_tables[table][row]);

    private static List<string> Names(string text) => [.. Quoted().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"(ER schemas?|Systems? of Record|Projections?|Single Views?|cast functions?) ((?:`[^`]+`(?:, )?)+)")]
    private static partial Regex Listed();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\((\d+)\)$")]
    private static partial Regex Number();
}
