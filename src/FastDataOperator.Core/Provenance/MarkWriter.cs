using System.Buffers;
using System.Globalization;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Provenance;

/// <summary>Writes marks in a file's style.</summary>
internal static class MarkWriter
{
    /// <param name="mark">What to write; members without a value are left out.</param>
    /// <param name="style">The file's style.</param>
    /// <param name="indentation">Of the line on which the mark starts.</param>
    public static List<ReadOnlyMemory<byte>> Write(ReferenceMark mark, FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        List<(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> members = [];
        Add("project", mark.Project);
        Add("branch", mark.Branch);
        Add("exportedAt", mark.ExportedAt);
        Add("repository", mark.Repository);
        Add("commit", mark.Commit);
        Add("name", mark.Name);
        Add("import", mark.Import);
        Add("digest", mark.Digest);
        if (mark.Origin is not null)
        {
            members.Add(("origin", Write(mark.Origin, style, (byte[])[.. indentation.Span, .. style.Indent.Span])));
        }

        return ObjectEdit.NewObject(style, indentation, members, sorted: false);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                var text = new ArrayBufferWriter<byte>(value.Length + 8);
                JsonText.WriteString(text, value);
                members.Add((name, [text.WrittenMemory]));
            }
        }
    }

    /// <summary>ISO 8601, UTC, milliseconds, as the Console writes times.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
