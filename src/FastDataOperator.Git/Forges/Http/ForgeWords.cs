using System.Text;
using System.Text.Json;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What a forge says about an error, found where forges put it and made fit to be shown.</summary>
internal static class ForgeWords
{
    private const int MostCharacters = 500;
    private const int MostBytes = 64 * 1024;
    private const int MostDepth = 8;

    private static readonly string[] s_members = ["message", "error_description", "error", "errors", "detail", "details", "title"];

    public static bool IsJson(string? mediaType) =>
        mediaType is not null && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase));

    /// <returns>One line; empty where nothing is said, or only a page for a browser.</returns>
    public static string Of(string? mediaType, ReadOnlyMemory<byte> body)
    {
        var some = body[..Math.Min(body.Length, MostBytes)];
        var text = IsJson(mediaType) ? OfJson(some) : mediaType == "text/plain" ? ServerWords.Clean(some.Span) : "";
        var line = ServerWords.Clean(text).ReplaceLineEndings(" ");
        return line.Length <= MostCharacters ? line : line[..MostCharacters].TrimEnd() + "…";
    }

    private static string OfJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            var said = new List<string>();
            Collect(document.RootElement, said);
            return string.Join("; ", said.Distinct(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An error that nobody can read is told by its status alone.
            return "";
        }
    }

    private static void Collect(JsonElement element, List<string> said)
    {
        if (said.Count == 8)
        {
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.String when element.GetString() is { Length: > 0 } text:
                said.Add(text);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, said);
                }

                break;
            case JsonValueKind.Object:
                var before = said.Count;
                foreach (var name in s_members)
                {
                    if (element.TryGetProperty(name, out var member))
                    {
                        Collect(member, said);
                    }
                }

                // GitHub's errors[] without a message, GitLab's message {field: [words]}: what is wrong with which member.
                if (said.Count == before)
                {
                    foreach (var member in element.EnumerateObject().Take(8))
                    {
                        var count = said.Count;
                        Collect(member.Value, said);
                        if (said.Count > count && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array)
                        {
                            said[count] = new StringBuilder(member.Name).Append(": ").Append(said[count]).ToString();
                        }
                    }
                }

                break;
            default:
                break;
        }
    }
}
