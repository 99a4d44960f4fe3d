using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The picture of a plan as a section: with fewer resources where there is less room.</summary>
internal sealed record PlanGraph(ImportPlan Plan) : MarkdownSection
{
    private const string Title = "#### What needs what\n\n";

    public override string Whole { get; } = Write(Plan, MermaidGraph.MostNodes);

    public override bool IsComplete => Plan.Changes.Count <= MermaidGraph.MostNodes;

    public override string Brief => $"{Title}The picture of {PlanWording.Count(Plan.Changes.Count, "resource", "resources")} is left out here.\n\n";

    public override string Cut(int most)
    {
        for (var nodes = MermaidGraph.MostNodes / 2; nodes > 1; nodes /= 2)
        {
            if (nodes < Plan.Changes.Count && Write(Plan, nodes) is var text && MarkdownText.Size(text) <= most)
            {
                return text;
            }
        }

        return Brief;
    }

    private static string Write(ImportPlan plan, int nodes)
    {
        var left = plan.Changes.Count - nodes;
        var more = left > 0 ? $"… and {PlanWording.Count(left, "more resource", "more resources")} that the picture leaves out.\n\n" : "";
        return $"{Title}```mermaid\n{PlanMermaid.Write(plan, nodes)}```\n\n{more}";
    }
}
