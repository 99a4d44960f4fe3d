using System.Globalization;
using System.Text;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>A picture, in Mermaid's language, of resources and what they need. An arrow points from what needs to what is needed.</summary>
public static class MermaidGraph
{
    /// <summary>More make no picture that anybody can read, and Mermaid's own limits are near.</summary>
    public const int MostNodes = 200;

    /// <summary>Mermaid draws at most 500 arrows by default.</summary>
    public const int MostEdges = 400;

    /// <summary>The picture; the resources beyond <see cref="MostNodes"/> are left out and counted in a comment.</summary>
    /// <param name="nodes">Each resource once, the most important first.</param>
    /// <param name="edges">What needs what; arrows at resources that are not shown are left out.</param>
    public static string Write(IReadOnlyList<(ResourceId Id, MermaidStyle Style)> nodes, IEnumerable<(ResourceId From, ResourceId To)> edges) =>
        Write(nodes, edges, MostNodes);

    /// <param name="most">Resources to show, at most.</param>
    /// <inheritdoc cref="Write(IReadOnlyList{ValueTuple{ResourceId, MermaidStyle}}, IEnumerable{ValueTuple{ResourceId, ResourceId}})"/>
    internal static string Write(IReadOnlyList<(ResourceId Id, MermaidStyle Style)> nodes, IEnumerable<(ResourceId From, ResourceId To)> edges, int most)
    {
        var text = new StringBuilder("graph LR\n");
        var names = new Dictionary<ResourceId, string>();
        foreach (var (id, style) in nodes.Take(most))
        {
            if (names.TryAdd(id, string.Create(CultureInfo.InvariantCulture, $"n{names.Count}")))
            {
                text.Append("  ").Append(names[id]).Append(Node(id, style)).Append('\n');
            }
        }

        var arrows = edges.Distinct().Where(edge => names.ContainsKey(edge.From) && names.ContainsKey(edge.To)).ToList();
        foreach (var (from, to) in arrows.Take(MostEdges))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {names[from]} --> {names[to]}\n");
        }

        if (nodes.Count > most || arrows.Count > MostEdges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  %% not shown: {Math.Max(0, nodes.Count - most)} resources, {Math.Max(0, arrows.Count - MostEdges)} arrows\n");
        }

        return text
            .Append("  classDef reference stroke-dasharray:4 3\n")
            .Append("  classDef removed stroke-dasharray:1 3,opacity:0.5\n")
            .ToString();
    }

    private static string Node(ResourceId id, MermaidStyle style)
    {
        // Mermaid obeys %%{…}%% wherever it stands, in quotes too, and sets $$…$$ as mathematics.
        var label = $"\"{PlainText.Name(id.Name, 60).Replace("\"", "\\u{22}", StringComparison.Ordinal).Replace("%%", "\\u{25}\\u{25}", StringComparison.Ordinal).Replace("$$", "\\u{24}\\u{24}", StringComparison.Ordinal)}<br/>{id.Kind.Label()}\"";
        return style switch
        {
            MermaidStyle.Reference => $"([{label}]):::reference",
            MermaidStyle.Removed => $"([{label}]):::removed",
            _ => $"[{label}]",
        };
    }
}
