using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Metrics;

/// <summary>What metrics tell of a plan, kept without the plan.</summary>
/// <param name="Resources">How many resources the destination has of the import, by kind and mode.</param>
/// <param name="Changes">How many resources meet with what.</param>
/// <param name="Drifted">References that somebody edited, restored or not (D1).</param>
/// <param name="Conflicts">Names that are taken (K1); then the plan is refused and the rest is empty.</param>
internal sealed record PlanCounts(
    IReadOnlyDictionary<(ResourceKind Kind, ImportMode As), int> Resources,
    IReadOnlyDictionary<ChangeAction, int> Changes,
    int Drifted,
    int Conflicts)
{
    /// <param name="isProposed">Whether the destination has nothing of what the plan writes.</param>
    public static PlanCounts Of(ImportPlan plan, bool isProposed = false)
    {
        var resources = plan.Changes.Where(change => change.ImportAs is not null).ToList();
        return new PlanCounts(
            resources.Where(change => isProposed ? change.Action is not ChangeAction.Added : change.Action is not ChangeAction.Removed).CountBy(change => (change.Resource.Kind, change.ImportAs!.Value)).ToDictionary(),
            resources.CountBy(change => change.Action).ToDictionary(),
            resources.Count(change => change.Action is ChangeAction.Drifted || (change.Action is ChangeAction.Restored && change.ImportAs is ImportMode.Reference)),
            Conflicts: 0);
    }

    public static PlanCounts OfRefusal(IReadOnlyList<Finding> problems) => new(
        new Dictionary<(ResourceKind Kind, ImportMode As), int>(),
        new Dictionary<ChangeAction, int>(),
        Drifted: 0,
        problems.Count(problem => problem.Reason is Reason.NameCollision));
}
