using System.Text.Json;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Provenance;

/// <summary>Reads marks. Members that are absent stay <see langword="null"/>: a mark that the Console wrote knows fewer of them.</summary>
internal static class MarkReader
{
    /// <summary>How many bytes a mark may have; ours have some hundreds.</summary>
    public const int MostBytes = 64 << 10;

    /// <summary>How many references in a row a resource may have passed through.</summary>
    private const int MostOrigins = 32;

    /// <exception cref="RefusalException">The mark is no object, or one of its members is not of its type (F3).</exception>
    public static ReferenceMark Read(ResourceEntry entry)
    {
        var bytes = entry.Configuration.File.Bytes[entry.Member.MarkStart..entry.Member.ValueEnd];
        try
        {
            var value = ValueOf(bytes.Span);
            if (value.Length <= MostBytes)
            {
                using var document = JsonDocument.Parse(bytes.Slice(value.Start, value.Length), new JsonDocumentOptions { MaxDepth = MostOrigins });
                return Read(document.RootElement);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Falls through to the refusal, which names the place.
        }

        throw new RefusalException(new Finding
        {
            Reason = Reason.UnexpectedShape, Rule = "M2", Resource = entry.Id,
            Location = TextPosition.Of(entry.Configuration.File, entry.Member.MarkStart),
            Message = $"\"{ReferenceMark.MemberName}\" of {entry.Id.Kind.Label()} {Printable.Text(entry.Id.Name)} is not a mark of provenance: an object with at least the string \"project\"",
            Remedy = "restore it from the last commit that had it right, or remove it to make the resource the project's own",
        });
    }

    private static (int Start, int Length) ValueOf(ReadOnlySpan<byte> fromMark)
    {
        // The slice starts at the mark's name; one value behind its colon is the mark, whatever follows.
        var nameEnd = ReferenceMark.MemberName.Length + 2;
        nameEnd = fromMark.StartsWith("\"importedFrom\""u8) ? nameEnd : fromMark[1..].IndexOf((byte)'"') + 2;
        var colon = nameEnd + fromMark[nameEnd..].IndexOf((byte)':') + 1;
        var json = new Utf8JsonReader(fromMark[colon..], isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MostOrigins }));
        json.Read();
        var start = colon + (int)json.TokenStartIndex;
        json.TrySkip();
        return (start, colon + (int)json.BytesConsumed - start);
    }

    private static ReferenceMark Read(JsonElement mark) => new()
    {
        Project = mark.GetProperty("project").GetString() ?? throw new KeyNotFoundException(),
        Branch = Text(mark, "branch"),
        ExportedAt = Text(mark, "exportedAt"),
        Repository = Text(mark, "repository"),
        Commit = Text(mark, "commit"),
        Name = Text(mark, "name"),
        Import = Text(mark, "import"),
        Digest = Text(mark, "digest"),
        Origin = mark.TryGetProperty("origin", out var origin) && origin.ValueKind != JsonValueKind.Null ? Read(origin) : null,
    };

    private static string? Text(JsonElement mark, string name) => mark.TryGetProperty(name, out var value) ? value.GetString() : null;
}
