namespace FastDataOperator.Core.Configuration;

/// <summary>How a file is laid out, so that what is added to it looks like the rest (F1).</summary>
/// <param name="NewLine">Empty for a file on one line.</param>
/// <param name="Indent">One level.</param>
/// <param name="Colon">The colon with the spaces around it.</param>
/// <param name="AfterComma">What follows a comma in a file on one line.</param>
internal sealed record FileStyle(ReadOnlyMemory<byte> NewLine, ReadOnlyMemory<byte> Indent, ReadOnlyMemory<byte> Colon, ReadOnlyMemory<byte> AfterComma)
{
    /// <summary>How much white space in a row is taken for style; beyond, it is only repeated up to here, so that what is added stays in proportion.</summary>
    private const int MostWhiteSpace = 1024;

    /// <summary>As the Console writes.</summary>
    public static FileStyle Console { get; } = new("\n"u8.ToArray(), "  "u8.ToArray(), ": "u8.ToArray(), ReadOnlyMemory<byte>.Empty);

    /// <summary>Reads the style off the first members of an object.</summary>
    public static FileStyle Of(ReadOnlyMemory<byte> file, MemberTable root)
    {
        if (root.Members.Count == 0)
        {
            return file.Span.IndexOf("\r\n"u8) < 0 ? Console : Console with { NewLine = "\r\n"u8.ToArray() };
        }

        var first = root.Members[0];
        var colon = first.ValueStart - first.NameEnd <= MostWhiteSpace ? file[first.NameEnd..first.ValueStart] : Console.Colon;
        var before = Before(file, root, 0);
        var lineEnd = before.Span.LastIndexOf((byte)'\n');
        if (lineEnd < 0)
        {
            return new FileStyle(default, default, colon, root.Members.Count > 1 ? Before(file, root, 1) : default);
        }

        var newLine = lineEnd > 0 && before.Span[lineEnd - 1] == (byte)'\r' ? before.Slice(lineEnd - 1, 2) : before.Slice(lineEnd, 1);
        var indentation = before[(lineEnd + 1)..];
        return new FileStyle(newLine, indentation[..(indentation.Length / (root.Depth + 1))], colon, default);
    }

    /// <summary>The white space in front of a member's name.</summary>
    public static ReadOnlyMemory<byte> Before(ReadOnlyMemory<byte> file, MemberTable table, int member)
    {
        var end = table.Members[member].NameStart;
        var start = end;
        while (start > 0 && end - start < MostWhiteSpace && file.Span[start - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start--;
        }

        return file[start..end];
    }

    /// <summary>The indentation of the members of an object that lies in <paramref name="depth"/> others.</summary>
    public ReadOnlyMemory<byte> IndentationAt(int depth)
    {
        var indentation = new byte[Indent.Length * (depth + 1)];
        for (var level = 0; level <= depth; level++)
        {
            Indent.CopyTo(indentation.AsMemory(level * Indent.Length));
        }

        return indentation;
    }
}
