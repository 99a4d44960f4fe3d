using System.Text.Json;

namespace FastDataOperator.Core.Resources;

/// <summary>The services that a System of Record or a Single View is attached to, by name (V1). What members name them is not published;
/// these names are taken wherever they stand: <c>services</c>, <c>service</c>, <c>serviceName</c>, and each service's role.</summary>
internal static class ServiceMentions
{
    private static readonly HashSet<string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        "service", "services", "serviceName", "serviceNames",
        "realTimeUpdater", "realTimeUpdaters", "projectionStorer", "projectionStorers",
        "singleViewCreator", "singleViewCreators", "singleViewTriggerGenerator", "singleViewTriggerGenerators",
    };

    public static IEnumerable<string> Of(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 1000 });
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject().Where(member => Members.Contains(member.Name)))
        {
            Collect(member.Value, names);
        }

        return names;
    }

    /// <summary>A name, a list of names or of objects with a <c>name</c>, or a map from names.</summary>
    private static void Collect(JsonElement value, SortedSet<string> names)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when value.GetString() is { Length: > 0 } name:
                names.Add(name);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, names);
                }

                break;
            case JsonValueKind.Object when value.TryGetProperty("name", out var named) || value.TryGetProperty("serviceName", out named):
                Collect(named, names);
                break;
            case JsonValueKind.Object:
                names.UnionWith(value.EnumerateObject().Select(member => member.Name));
                break;
            default:
                break;
        }
    }
}
