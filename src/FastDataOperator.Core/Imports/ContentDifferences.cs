using System.Text.Json;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>What differs between a resource as the destination has it and as it comes, in lines a reviewer can read (G4).</summary>
internal static class ContentDifferences
{
    private const int MostLines = 50;
    private const int LongestValue = 60;
    private const int MostShown = 4;

    /// <summary>Bytes of a resource beyond which only its size is compared: the walk below is made for what a person wrote.</summary>
    private const int LargestCompared = 256 << 10;

    /// <returns>A line each: <c>+ path</c>, <c>- path</c>, or <c>~ path: before → after</c>; bounded, with a last line that counts the rest.</returns>
    public static IReadOnlyList<string> Between(ResourceEntry existing, ImportItem item)
    {
        var options = new JsonDocumentOptions { MaxDepth = 1000 };
        var content = existing.System is null ? existing.Value : SystemShell.Of(existing);
        if (Math.Max(content.Length, item.Content.Length) > LargestCompared)
        {
            return [$"~ {content.Length} bytes → {item.Content.Length} bytes"];
        }

        using var before = JsonDocument.Parse(content, options);
        using var after = JsonDocument.Parse(item.Content, options);
        List<string> lines = [];
        CompareObjects(Content(before, existing.Id.Kind), Content(after, existing.Id.Kind), "", lines);
        return lines.Count <= MostLines ? lines : [.. lines[..MostLines], $"… and {lines.Count - MostLines} more differences"];
    }

    private static void Compare(JsonElement before, JsonElement after, string path, List<string> lines)
    {
        if (JsonElement.DeepEquals(before, after))
        {
            return;
        }

        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(Members(before), Members(after), path + ".", lines);
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            CompareArrays(before, after, path, lines);
        }
        else
        {
            lines.Add(before.ValueKind == JsonValueKind.String && after.ValueKind == JsonValueKind.String
                ? $"~ {path}: {BriefText(before.GetString()!, after.GetString()!)}"
                : $"~ {path}: {Brief(before)} → {Brief(after)}");
        }
    }

    /// <summary>The members that count: not the mark, and of a System of Record not its Projections, which are resources of their own.</summary>
    private static Dictionary<string, JsonElement> Content(JsonDocument resource, ResourceKind kind)
    {
        var members = Members(resource.RootElement);
        members.Remove(ReferenceMark.MemberName);
        if (kind == ResourceKind.SystemOfRecord)
        {
            members.Remove(ResourceSections.Projections);
        }

        return members;
    }

    private static void CompareObjects(Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after, string prefix, List<string> lines)
    {
        foreach (var (name, value) in before)
        {
            var path = prefix + Printable.Text(name, LongestValue);
            if (after.TryGetValue(name, out var other))
            {
                Compare(value, other, path, lines);
            }
            else
            {
                lines.Add($"- {path}: {Brief(value)}");
            }
        }

        foreach (var (name, value) in after.Where(member => !before.ContainsKey(member.Key)))
        {
            lines.Add($"+ {prefix}{Printable.Text(name, LongestValue)}: {Brief(value)}");
        }
    }

    /// <summary>An object's members by name: looking each up in the document would be quadratic.</summary>
    private static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        Dictionary<string, JsonElement> members = [];
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>Items that name themselves are compared by name, others by place.</summary>
    private static void CompareArrays(JsonElement before, JsonElement after, string path, List<string> lines)
    {
        var old = ByKey(before);
        var renewed = ByKey(after);
        foreach (var (key, value) in old)
        {
            if (renewed.TryGetValue(key, out var other))
            {
                Compare(value, other, $"{path}[{key}]", lines);
            }
            else
            {
                lines.Add($"- {path}[{key}]");
            }
        }

        foreach (var (key, value) in renewed.Where(pair => !old.ContainsKey(pair.Key)))
        {
            lines.Add($"+ {path}[{key}]: {Brief(value)}");
        }

        if (old.Keys.Order(StringComparer.Ordinal).SequenceEqual(renewed.Keys.Order(StringComparer.Ordinal)) && !old.Keys.SequenceEqual(renewed.Keys))
        {
            lines.Add($"~ {path}: in another order");
        }
    }

    private static Dictionary<string, JsonElement> ByKey(JsonElement array)
    {
        Dictionary<string, JsonElement> items = [];
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var key = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                ? Printable.Text(name.GetString()!, LongestValue) : "#" + index;
            items.TryAdd(items.ContainsKey(key) ? $"{key}#{index}" : key, item);
            index++;
        }

        return items;
    }

    /// <summary>Two texts by what differs between them, with a little of what stands around it.</summary>
    private static string BriefText(string before, string after)
    {
        const int Around = 15;
        var same = before.AsSpan().CommonPrefixLength(after);
        var start = same > LongestValue / 2 ? Math.Max(0, same - Around) : 0;
        return $"{Excerpt(before)} → {Excerpt(after)}";

        string Excerpt(string text)
        {
            var end = text.IndexOf('\n', Math.Min(same, text.Length)) is >= 0 and var line && start > 0 ? line : text.Length;
            return $"{(start > 0 ? "…" : "")}\"{Printable.Text(text[start..end].Trim(), LongestValue)}\"{(end < text.Length ? "…" : "")}";
        }
    }

    /// <summary>An object by its first plain members, its name apart, which stands in the path.</summary>
    private static string BriefObject(JsonElement value)
    {
        var shown = value.EnumerateObject()
            .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && !member.NameEquals("name"))
            .Take(MostShown)
            .Select(member => $"{Printable.Text(member.Name, LongestValue)}: {Brief(member.Value)}")
            .ToList();
        var more = value.EnumerateObject().Count(member => !member.NameEquals("name")) - shown.Count;
        return $"{{{string.Join(", ", shown)}{(more > 0 ? $"{(shown.Count > 0 ? ", " : "")}{more} more" : "")}}}";
    }

    private static string Brief(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => BriefObject(value),
        JsonValueKind.Array => value.GetArrayLength() == 1 ? "[1 item]" : $"[{value.GetArrayLength()} items]",
        JsonValueKind.String => $"\"{Printable.Text(value.GetString()!, LongestValue)}\"",
        _ => Printable.Text(value.GetRawText(), LongestValue),
    };
}
