using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>S1 to S3 and C1 to C4: what comes along.</summary>
internal static class SelectionRules
{
    public static void SelectAndComplete(PlanDraft draft)
    {
        var resolver = new SelectionResolver(draft.Source.Configuration, draft.Source.Origin.Project);
        var selected = resolver.Resolve(draft.Request.Selection);
        draft.Problems.AddRange(resolver.Problems);
        if (draft.Problems.Count > 0)
        {
            return;
        }

        draft.Closure = Closure.Of(draft.Source.Configuration, selected, draft.Request.NestedReferences);
        draft.Warnings.AddRange(draft.Closure.Warnings);
        if (draft.Request.Dependencies == DependencyPolicy.Fail)
        {
            draft.Problems.AddRange(NotSelected(draft.Closure));
        }
    }

    /// <summary>What the selection needs and does not name (C2). Cast functions always follow their Projections (C1).</summary>
    public static IEnumerable<Finding> NotSelected(Closure closure) =>
        from item in closure.Items
        where !item.IsSelected && item.NeededBy.Any(need => need.Rule == "C2")
        select new Finding
        {
            Reason = Reason.DependencyNotSelected, Rule = "C2", Resource = item.Id,
            Message = $"{item.Id.Kind.Label()} {Printable.Text(item.Id.Name)} is needed but not selected: {Describe(item.NeededBy.First(need => need.Rule == "C2"))}",
            Remedy = "select it too, or include dependencies",
        };

    private static string Describe(Dependency need) => $"{need.By.Kind.Label()} {Printable.Text(need.By.Name)} {need.Why}";
}
