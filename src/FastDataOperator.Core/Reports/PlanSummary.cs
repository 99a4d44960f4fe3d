using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>A plan in one line.</summary>
public static class PlanSummary
{
    private static readonly (ChangeAction Action, string Verb)[] s_verbs =
    [
        (ChangeAction.Added, "import"), (ChangeAction.Updated, "update"), (ChangeAction.Restored, "restore"), (ChangeAction.Removed, "remove"),
    ];

    /// <summary>Such as <c>import 2 Projections and 1 ER schema, update 1 Single View</c>; <c>nothing to do</c> when nothing would be written.</summary>
    public static string Of(ImportPlan plan)
    {
        var parts = s_verbs
            .Select(verb => (verb.Verb, Kinds: KindsOf(plan, verb.Action)))
            .Where(part => part.Kinds.Count > 0)
            .Select(part => $"{part.Verb} {Join(part.Kinds)}");
        var text = string.Join(", ", parts);
        return text.Length == 0 ? "nothing to do" : text;
    }

    /// <summary>By counts alone, such as <c>import 120 and update 3 resources</c>: for where <see cref="Of"/> has no room.</summary>
    public static string Brief(ImportPlan plan)
    {
        var parts = s_verbs
            .Select(verb => (verb.Verb, Count: plan.Count(verb.Action)))
            .Where(part => part.Count > 0)
            .ToList();
        return parts.Count == 0
            ? "nothing to do"
            : $"{Join([.. parts.Select(part => $"{part.Verb} {PlanWording.Number(part.Count)}")])} {(parts is [(_, 1)] ? "resource" : "resources")}";
    }

    private static List<string> KindsOf(ImportPlan plan, ChangeAction action) =>
        [.. plan.Changes
            .Where(change => change.Action == action)
            .GroupBy(change => change.Resource.Kind)
            .OrderBy(group => Prominence(group.Key))
            .Select(group => PlanWording.Count(group.Key, group.Count()))];

    /// <summary>What people speak of comes first; what only comes along, last.</summary>
    private static int Prominence(ResourceKind kind) => kind switch
    {
        ResourceKind.SystemOfRecord => 0,
        ResourceKind.Projection => 1,
        ResourceKind.SingleView => 2,
        ResourceKind.ErSchema => 3,
        _ => 4,
    };

    private static string Join(List<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";
}
