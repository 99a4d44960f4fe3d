using System.Globalization;
using System.Text;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>A picture, in Mermaid's language, of resources and what they need. An arrow points from what needs to what is needed.</summary>
public static class MermaidGraph
{
    /// <summary>More make no picture that anybody can read.</summary>
    public const int MostNodes = 200;

    /// <summary>Mermaid draws at most 500 arrows by default (<c>maxEdges</c>).</summary>
    public const int MostEdges = 400;

    /// <summary>What Mermaid takes by default (<c>maxTextSize</c>).</summary>
    public const int MostSource = 50_000;

    private const string Begin = "graph LR\n";

    private const string End = "  classDef reference stroke-dasharray:4 3\n  classDef removed stroke-dasharray:1 3,opacity:0.5\n";

    /// <summary>The picture; what goes beyond the limits is left out and counted in a comment.</summary>
    /// <param name="nodes">The most important first.</param>
    /// <param name="edges">What needs what; arrows at resources that are not shown are left out.</param>
    public static string Write(IEnumerable<(ResourceId Id, MermaidStyle Style)> nodes, IEnumerable<(ResourceId From, ResourceId To)> edges) =>
        Draw(nodes, edges, MostSource).Source;

    /// <summary>The first resources, as many as fit with all the arrows between them.</summary>
    /// <param name="most">Characters of the source, as <see cref="MarkdownText.Size"/> counts them.</param>
    /// <inheritdoc cref="Write"/>
    internal static MermaidPicture Draw(IEnumerable<(ResourceId Id, MermaidStyle Style)> nodes, IEnumerable<(ResourceId From, ResourceId To)> edges, int most)
    {
        var resources = nodes.DistinctBy(static node => node.Id).ToList();
        var known = resources.Select(static node => node.Id).ToHashSet();
        var needs = edges.Where(edge => known.Contains(edge.From) && known.Contains(edge.To)).Distinct().ToList();
        var needsAt = needs.SelectMany(static edge => new[] { edge.From, edge.To }.Distinct(), static (edge, end) => (edge, end)).ToLookup(static pair => pair.end, static pair => pair.edge);
        var names = new Dictionary<ResourceId, string>();
        var boxes = new StringBuilder();
        var arrows = new List<string>();
        var room = most - MarkdownText.Size(Begin + NotShown(resources.Count, needs.Count) + End);
        foreach (var (id, style) in resources.Take(MostNodes))
        {
            names.Add(id, string.Create(CultureInfo.InvariantCulture, $"n{names.Count}"));
            var box = $"  {names[id]}{Node(id, style)}\n";
            var more = needsAt[id].Where(edge => names.ContainsKey(edge.From) && names.ContainsKey(edge.To)).Select(edge => $"  {names[edge.From]} --> {names[edge.To]}\n").ToList();
            room -= MarkdownText.Size(box) + more.Sum(MarkdownText.Size);
            if (room < 0 || arrows.Count + more.Count > MostEdges)
            {
                names.Remove(id);
                break;
            }

            boxes.Append(box);
            arrows.AddRange(more);
        }

        var left = resources.Count - names.Count;
        return new MermaidPicture($"{Begin}{boxes}{string.Concat(arrows)}{(left > 0 ? NotShown(left, needs.Count - arrows.Count) : "")}{End}", names.Count, left);
    }

    private static string NotShown(int resources, int arrows) =>
        $"  %% not shown: {PlanWording.Number(resources)} resources, {PlanWording.Number(arrows)} arrows\n";

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
