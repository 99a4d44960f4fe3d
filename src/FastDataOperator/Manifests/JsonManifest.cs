using System.Text.Json;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>JSON that an API server sent, as a manifest's nodes, so that both are read by the same readers. It has no places.</summary>
internal static class JsonManifest
{
    private static readonly FileLocation s_nowhere = new("", 0, 0);

    public static ManifestNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new ManifestNode.Map(s_nowhere, [.. element.EnumerateObject().DistinctBy(static member => member.Name).Select(static member => new ManifestMember(member.Name, s_nowhere, Node(member.Value)))]),
        JsonValueKind.Array => new ManifestNode.List(s_nowhere, [.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.String => new ManifestNode.Text(s_nowhere, element.GetString()!, Plain: false),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => new ManifestNode.Text(s_nowhere, element.GetRawText(), Plain: true),
        _ => new ManifestNode.Text(s_nowhere, "", Plain: true),
    };
}
