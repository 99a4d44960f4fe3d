using System.Globalization;
using System.Text.Json;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Core.Exports;

/// <summary>The member <c>metadata</c> of an export file (E1).</summary>
internal static class ExportMetadata
{
    public const string Member = "metadata";

    /// <summary>The format of export files that is written and read; another is refused (E2).</summary>
    public const int FormatVersion = 1;

    private const int MostBytes = 64 << 10;

    /// <summary>Whether the file is an export: a project configuration may have a member <c>metadata</c> of its own.</summary>
    public static bool IsPresent(ConfigurationFile file, (int Start, int End)? metadata) =>
        metadata is { } range && file.Bytes.Span[range.Start] == (byte)'{' && range.End - range.Start <= MostBytes
        && Parse(file, range) is { } document && HasExportMembers(document);

    /// <summary>What a mark made from this file says: for the export of a commit, the time is the commit's, as for the live source (M2, E3).</summary>
    /// <exception cref="RefusalException">The metadata is incomplete or of another format (E2).</exception>
    public static SourceOrigin Read(ConfigurationFile file, (int Start, int End) range)
    {
        using var document = Parse(file, range)!;
        var metadata = document.RootElement;
        try
        {
            if (metadata.TryGetProperty("formatVersion", out var format) && (!format.TryGetInt32(out var number) || number != FormatVersion))
            {
                throw Refuse(file, range, Reason.UnsupportedVersion, $"the export file's format version is {Printable.Text(format.GetRawText())}, and only {FormatVersion} is understood",
                    "export it again with this version");
            }

            return new SourceOrigin
            {
                Project = Text(metadata, "project") ?? throw new FormatException("\"project\" is missing"),
                Branch = Text(metadata, "branch"),
                Repository = Text(metadata, "repository"),
                Commit = Text(metadata, "commit"),
                ExportedAt = Time(Text(metadata, "committedAt") ?? Text(metadata, "exportedAt")),
            };
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            throw Refuse(file, range, Reason.NotAnExport, "the file has the metadata of an export, but they cannot be used: " + fault.Message, "export it again");
        }
    }

    /// <summary>The configuration version that the exported resources had, if the export says so.</summary>
    /// <exception cref="RefusalException">It is no text (E2).</exception>
    public static string? ConfigurationVersionOf(ConfigurationFile file, (int Start, int End) range)
    {
        using var document = Parse(file, range)!;
        try
        {
            return Text(document.RootElement, "configurationVersion");
        }
        catch (InvalidOperationException)
        {
            throw Refuse(file, range, Reason.NotAnExport, "the export file's \"configurationVersion\" is not a text", "export it again");
        }
    }

    private static bool HasExportMembers(JsonDocument document)
    {
        using (document)
        {
            try
            {
                var metadata = document.RootElement;
                return metadata.TryGetProperty("formatVersion", out _) || (metadata.TryGetProperty("project", out _)
                    && (metadata.TryGetProperty("exportedAt", out _) || metadata.TryGetProperty("branch", out _) || metadata.TryGetProperty("commit", out _)));
            }
            catch (InvalidOperationException)
            {
                return false; // a name with an escape for half a surrogate pair: not one of ours
            }
        }
    }

    private static JsonDocument? Parse(ConfigurationFile file, (int Start, int End) range)
    {
        try
        {
            return JsonDocument.Parse(file.Bytes[range.Start..range.End]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw new FormatException($"\"{Printable.Text(text ?? "")}\" is not an ISO 8601 time");

    private static RefusalException Refuse(ConfigurationFile file, (int Start, int End) range, Reason reason, string message, string remedy) => new(new Finding
    {
        Reason = reason, Rule = "E2", Message = message, Remedy = remedy, Location = TextPosition.Of(file, range.Start),
    });
}
