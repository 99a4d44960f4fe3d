using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The picture of a plan: what was imported and what needs it (G4).</summary>
public static class PlanMermaid
{
    /// <summary>A <c>graph</c> without its fence; what the plan changes comes first where not all can be shown.</summary>
    public static string Write(ImportPlan plan) => Write(plan, MermaidGraph.MostNodes);

    /// <summary><see cref="Write(ImportPlan)"/> with so many resources at most.</summary>
    internal static string Write(ImportPlan plan, int most) => MermaidGraph.Write(
        [.. plan.Changes.OrderByDescending(change => change.Writes).Select(change => (change.Resource, StyleOf(change)))],
        plan.Graph,
        most);

    private static MermaidStyle StyleOf(PlannedChange change) => change switch
    {
        { Action: ChangeAction.Removed } => MermaidStyle.Removed,
        { ImportAs: ImportMode.Reference } => MermaidStyle.Reference,
        _ => MermaidStyle.Resource,
    };
}
