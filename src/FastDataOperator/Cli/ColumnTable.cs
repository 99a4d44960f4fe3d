using FastDataOperator.Core.Reports;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary>A table without lines, whose rows stay rows: where the terminal is narrow, it leaves columns out rather than break names.</summary>
internal static class ColumnTable
{
    private const string Gap = "  ";

    /// <summary>The last column is broken into lines within itself where it keeps at least so much, else below its row.</summary>
    private const int LeastOfLast = 40;

    private const string Below = "    ";

    /// <param name="console">Where to.</param>
    /// <param name="rows">In order.</param>
    /// <param name="columns">From left to right.</param>
    /// <param name="isWhole">Whether nothing may be left out or broken, as in kubectl's wide output.</param>
    public static void Write<TRow>(IAnsiConsole console, IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns, bool isWhole)
    {
        var cells = rows.Select(row => columns.Select(column => PlainText.Line(column.Value(row), column.Most)).ToArray()).ToList();
        var widths = columns.Select((column, at) => cells.Select(row => WidthOf(row[at])).Append(WidthOf(column.Title)).Max()).ToArray();
        var width = isWhole ? int.MaxValue : console.Profile.Width;
        var shown = Fit(width, columns, widths);
        var terminal = console.Profile.Width;
        try
        {
            // What cannot fit all the same is broken by the terminal, as kubectl leaves it to do.
            console.Profile.Width = int.MaxValue;
            WriteLine(console, [.. shown.Select(at => (columns[at].Title, new Style(decoration: Decoration.Dim), widths[at]))], width);
            for (var row = 0; row < rows.Count; row++)
            {
                WriteLine(console, [.. shown.Select(at => (cells[row][at], columns[at].Color is { } color ? new Style(color(rows[row])) : Style.Plain, widths[at]))], width);
            }
        }
        finally
        {
            console.Profile.Width = terminal;
        }
    }

    private static List<int> Fit<TRow>(int width, IReadOnlyList<Column<TRow>> columns, int[] widths)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (width != int.MaxValue && shown.Sum(at => at == columns.Count - 1 ? Math.Min(widths[at], LeastOfLast) : widths[at]) + (Gap.Length * (shown.Count - 1)) > width)
        {
            var least = shown.MaxBy(at => columns[at].Dispensable);
            if (columns[least].Dispensable == 0)
            {
                break;
            }

            shown.Remove(least);
        }

        return shown;
    }

    private static void WriteLine(IAnsiConsole console, List<(string Text, Style Style, int Width)> cells, int width)
    {
        var before = cells.Take(cells.Count - 1).Sum(cell => cell.Width + Gap.Length);
        foreach (var (text, style, cellWidth) in cells.Take(cells.Count - 1))
        {
            console.Write(new Text(text + new string(' ', cellWidth - WidthOf(text)) + Gap, style));
        }

        var (last, lastStyle, lastWidth) = cells[^1];
        if (before + WidthOf(last) <= width || lastWidth < LeastOfLast)
        {
            console.Write(new Text(last + "\n", lastStyle));
            return;
        }

        var isWithin = width - before >= LeastOfLast;
        var indent = isWithin ? new string(' ', before) : Below;
        var isFirst = isWithin;
        if (!isWithin)
        {
            console.WriteLine();
        }

        foreach (var line in Broken(last, Math.Max(LeastOfLast / 2, width - indent.Length)))
        {
            console.Write(new Text((isFirst ? "" : indent) + line + "\n", lastStyle));
            isFirst = false;
        }
    }

    /// <summary>Breaks text between words; within one only where it is longer than a line.</summary>
    private static IEnumerable<string> Broken(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => word.Chunk(width)).Select(piece => new string(piece)))
        {
            if (line.Length > 0 && WidthOf(line) + 1 + WidthOf(word) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    /// <summary>In columns of a terminal.</summary>
    private static int WidthOf(string text) => new Text(text).Length;
}
