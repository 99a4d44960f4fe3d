using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>The picture of a plan: what was imported and what needs it (G4).</summary>
public static class PlanMermaid
{
    /// <summary>A <c>graph</c> without its fence, with as much of the plan as Mermaid draws.</summary>
    public static string Write(ImportPlan plan) => Draw(plan, MermaidGraph.MostSource).Source;

    /// <param name="most">Characters of the source.</param>
    /// <inheritdoc cref="Write"/>
    internal static MermaidPicture Draw(ImportPlan plan, int most) => MermaidGraph.Draw(InOrder(plan).Select(static change => (change.Resource, StyleOf(change))), plan.Graph, most);

    /// <summary>What needs something, each with all that it needs behind it: a picture that ends somewhere shows the first of them whole. What changes comes before
    /// what does not, what was selected before what came along, and what has no arrow last.</summary>
    private static List<PlannedChange> InOrder(ImportPlan plan)
    {
        var needs = plan.Graph.ToLookup(static edge => edge.From, static edge => edge.To);
        var left = plan.Changes.DistinctBy(static change => change.Resource).ToDictionary(static change => change.Resource);
        var ordered = new List<PlannedChange>(left.Count);
        foreach (var first in plan.Changes.OrderByDescending(change => needs.Contains(change.Resource)).ThenByDescending(static change => change.Writes).ThenBy(static change => change.NeededBy.Count > 0))
        {
            var next = new Stack<ResourceId>([first.Resource]);
            while (next.TryPop(out var id))
            {
                if (left.Remove(id, out var change))
                {
                    ordered.Add(change);
                    foreach (var need in needs[id].Reverse())
                    {
                        next.Push(need);
                    }
                }
            }
        }

        return ordered;
    }

    private static MermaidStyle StyleOf(PlannedChange change) => change switch
    {
        { Action: ChangeAction.Removed } => MermaidStyle.Removed,
        { ImportAs: ImportMode.Reference } => MermaidStyle.Reference,
        _ => MermaidStyle.Resource,
    };
}
