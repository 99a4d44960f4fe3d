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
            .Select(verb => (verb.Verb, Kinds: KindsOf(plan, verb.Action, static _ => true)))
            .Where(part => part.Kinds.Count > 0)
            .Select(part => $"{part.Verb} {Join(part.Kinds)}");
        var text = string.Join(", ", parts);
        var waiting = plan.Count(ChangeAction.UpdateAvailable);
        return text.Length > 0 ? text
            : waiting > 0 ? $"nothing to do now, {PlanWording.Count(waiting, "update waits", "updates wait")}"
            : "nothing to do";
    }

    /// <summary>What was selected by kind, the rest as dependencies, such as <c>import 1 ER schema and 14 dependencies</c>: for where
    /// <see cref="Of"/> has no room.</summary>
    public static string Selected(ImportPlan plan)
    {
        var parts = new List<string>();
        foreach (var (action, verb) in s_verbs)
        {
            var kinds = KindsOf(plan, action, static change => change.NeededBy.Count == 0 || change.ImportAs is null);
            var dependencies = plan.Changes.Count(change => change.Action == action && change.NeededBy.Count > 0 && change.ImportAs is not null);
            if (dependencies > 0)
            {
                kinds.Add(PlanWording.Count(dependencies, "dependency", "dependencies"));
            }

            if (kinds.Count > 0)
            {
                parts.Add($"{verb} {Join(kinds)}");
            }
        }

        return parts.Count == 0 ? "nothing to do" : string.Join(", ", parts);
    }

    /// <summary>By counts alone, such as <c>import 120 and update 3 resources</c>: for where <see cref="Of"/> has no room.</summary>
    public static string Brief(ImportPlan plan)
    {
        var parts = s_verbs
            .Select(verb => (verb.Verb, Count: plan.Count(verb.Action)))
            .Where(part => part.Count > 0)
            .ToList();
        return parts.Count == 0
            ? Of(plan)
            : $"{Join([.. parts.Select(part => $"{part.Verb} {PlanWording.Number(part.Count)}")])} {(parts is [(_, 1)] ? "resource" : "resources")}";
    }

    /// <summary>Such as <c>7 changes</c>: for where even <see cref="Brief"/> has no room.</summary>
    public static string Total(ImportPlan plan) => PlanWording.Count(plan.Changes.Count(change => change.Writes), "change", "changes");

    /// <summary><c>2 Projections</c>, <c>1 ER schema</c>.</summary>
    public static string Count(ResourceKind kind, int count) => (kind, count) switch
    {
        (_, 1) => $"1 {kind.Label()}",
        (ResourceKind.SystemOfRecord, _) => $"{PlanWording.Number(count)} Systems of Record",
        _ => $"{PlanWording.Number(count)} {kind.Label()}s",
    };

    private static List<string> KindsOf(ImportPlan plan, ChangeAction action, Func<PlannedChange, bool> which) =>
        [.. plan.Changes
            .Where(change => change.Action == action && which(change))
            .GroupBy(change => (change.Resource.Kind, IsResource: change.ImportAs is not null))
            .OrderBy(group => Prominence(group.Key.Kind)).ThenByDescending(group => group.Key.IsResource)
            .Select(group => group.Key.IsResource ? Count(group.Key.Kind, group.Count()) : Defaults(group.Count()))];

    /// <summary>Carried over without being resources (C1).</summary>
    private static string Defaults(int count) => PlanWording.Count(count, "default cast function", "default cast functions");

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
