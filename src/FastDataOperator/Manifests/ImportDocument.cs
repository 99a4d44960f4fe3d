using System.Globalization;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>One import of a manifest file, and where its fields stand.</summary>
internal sealed record ImportDocument(FastDataImport Import, ManifestNode Root)
{
    /// <summary>The place of a field such as <c>spec.rename[1].to</c>, or of the nearest thing around it that is there.</summary>
    public FileLocation Locate(string path)
    {
        var node = Root;
        foreach (var step in path.Split('.', '['))
        {
            var next = (node, step) switch
            {
                (ManifestNode.Map map, _) => map.Members.FirstOrDefault(member => member.Name == step)?.Value,
                (ManifestNode.List list, [.., ']']) when int.TryParse(step[..^1], CultureInfo.InvariantCulture, out var at) && at < list.Items.Count => list.Items[at],
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node.Location;
    }
}
