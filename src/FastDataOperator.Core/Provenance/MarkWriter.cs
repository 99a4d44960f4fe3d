using System.Buffers;
using System.Globalization;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Provenance;

/// <summary>Writes marks in a file's style.</summary>
internal sealed class MarkWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly FileStyle _style;
    private readonly ReadOnlyMemory<byte> _indentation;

    private MarkWriter(FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        _style = style;
        _indentation = indentation;
    }

    /// <param name="mark">What to write; members without a value are left out.</param>
    /// <param name="style">The file's style.</param>
    /// <param name="indentation">Of the line on which the mark starts.</param>
    public static ReadOnlyMemory<byte> Write(ReferenceMark mark, FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        var writer = new MarkWriter(style, indentation);
        writer.Write(mark, depth: 0);
        return writer._output.WrittenMemory;
    }

    /// <summary>ISO 8601, UTC, milliseconds, as the Console writes times.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Write(ReferenceMark mark, int depth)
    {
        _output.Write("{"u8);
        var isFirst = true;
        Member("project", mark.Project);
        Member("branch", mark.Branch);
        Member("exportedAt", mark.ExportedAt);
        Member("repository", mark.Repository);
        Member("commit", mark.Commit);
        Member("name", mark.Name);
        Member("import", mark.Import);
        Member("digest", mark.Digest);
        if (mark.Origin is not null)
        {
            Name("origin");
            Write(mark.Origin, depth + 1);
        }

        StartLine(depth);
        _output.Write("}"u8);

        void Member(string name, string? value)
        {
            if (value is not null)
            {
                Name(name);
                JsonText.WriteString(_output, value);
            }
        }

        void Name(string name)
        {
            if (!isFirst)
            {
                _output.Write(","u8);
                _output.Write(_style.AfterComma.Span);
            }

            isFirst = false;
            StartLine(depth + 1);
            JsonText.WriteString(_output, name);
            _output.Write(_style.Colon.Span);
        }
    }

    private void StartLine(int depth)
    {
        if (_style.NewLine.IsEmpty)
        {
            return;
        }

        _output.Write(_style.NewLine.Span);
        _output.Write(_indentation.Span);
        for (var level = 0; level < depth; level++)
        {
            _output.Write(_style.Indent.Span);
        }
    }
}
