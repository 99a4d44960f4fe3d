using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>JSON in which one place holds something else.</summary>
internal static class SpoiltJson
{
    /// <summary>Texts that no member of an answer expects all of.</summary>
    public static IReadOnlyList<string> Values { get; } =
        ["null", "0", "-1", "1e400", "9223372036854775808", "true", "\"\"", "\"x\"", "\"\\ud800\"", "\"a\\u0000\\r\\nb\"", "[]", "{}", "[null]", "[[]]"];

    /// <summary>How many places there are: the whole, and each member and item below it.</summary>
    public static int PlacesOf(JsonNode? node) => 1 + (node switch
    {
        JsonObject members => members.Sum(static member => PlacesOf(member.Value)),
        JsonArray items => items.Sum(PlacesOf),
        _ => 0,
    });

    /// <param name="place">Counted from the whole, which is the first.</param>
    /// <param name="value">What is written there.</param>
    public static string Write(JsonNode? node, int place, string value)
    {
        var left = place;
        return Write(node, ref left, value);
    }

    private static string Write(JsonNode? node, ref int left, string value)
    {
        if (left-- == 0)
        {
            return value;
        }

        var parts = new List<string>();
        if (node is JsonObject members)
        {
            foreach (var (name, member) in members)
            {
                parts.Add($"{JsonSerializer.Serialize(name)}:{Write(member, ref left, value)}");
            }

            return $"{{{string.Join(',', parts)}}}";
        }

        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                parts.Add(Write(item, ref left, value));
            }

            return $"[{string.Join(',', parts)}]";
        }

        return node?.ToJsonString() ?? "null";
    }
}
