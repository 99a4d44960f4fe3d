using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>What a reviewer reads of a plan (G4), section by section; those that have nothing to say are left out.</summary>
internal static class PlanSections
{
    private static readonly (string, string) s_resources = ("resource", "resources");

    /// <summary>In the order of reading. Their weights are the order of what counts: what changes, what it was before, what to take care of,
    /// why it came, the picture.</summary>
    public static IReadOnlyList<MarkdownSection> Of(ImportPlan plan, PullRequestDialect dialect) =>
        [.. new MarkdownSection?[] { Changes(plan), Warnings(plan), Services(plan), Differences(plan, dialect), Dependencies(plan), Graph(plan, dialect) }.OfType<MarkdownSection>()];

    private static MarkdownRows? Changes(ImportPlan plan)
    {
        var unchanged = plan.Count(ChangeAction.Unchanged);
        var foot = unchanged == 0 ? "" : $"{PlanWording.Count(unchanged, "resource is", "resources are")} already as {(unchanged == 1 ? "it" : "they")} should be.\n\n";
        var rows = MarkdownRows.Of(
            12, "", "| Action | Kind | Name | As | From |\n|---|---|---|---|---|\n",
            [.. plan.Changes.Where(static change => change.Action != ChangeAction.Unchanged).OrderBy(static change => !change.Writes).ThenBy(static change => change.NeededBy.Count > 0)],
            s_resources, change => Row(plan, change));
        return rows is not null ? rows with { Foot = foot }
            : foot.Length == 0 ? null
            : new MarkdownRows { Weight = 1, Title = "", Rows = [], Count = 0, Called = s_resources, Foot = foot };
    }

    private static MarkdownRows? Differences(ImportPlan plan, PullRequestDialect dialect) => MarkdownRows.Of(
        8, "#### Differences\n\n", "", [.. plan.Changes.Where(static change => change.Differences.Count > 0)],
        s_resources, change => PlanDifferences.Write(change, dialect));

    private static MarkdownRows? Warnings(ImportPlan plan) => MarkdownRows.Of(
        6, "#### Warnings\n\n", "", [.. plan.Warnings.Where(static warning => warning.Reason != Reason.MissingService)],
        ("warning", "warnings"), static warning => $"- {PlanWording.InMarkdown(warning)}\n");

    private static MarkdownRows? Services(ImportPlan plan) => MarkdownRows.Of(
        4, "#### Services to create before deploying\n\n", "Services are never imported; these do not exist in the destination (V1).\n\n", plan.MissingServices,
        ("service", "services"), static service => $"- {MarkdownText.Code(service)}\n");

    private static MarkdownRows? Dependencies(ImportPlan plan) => MarkdownRows.Of(
        4, "#### Dependencies\n\n", "Nobody selected these; what was selected needs them.\n\n",
        [.. plan.Changes.Where(static change => change.NeededBy.Count > 0 && change.Action != ChangeAction.Unchanged)],
        s_resources, static change => $"- {Named(change.Resource)}: {string.Join("; ", PlanWording.WhyInMarkdown(change))}\n");

    private static MarkdownSection? Graph(ImportPlan plan, PullRequestDialect dialect) =>
        plan.IsRemoval || plan.Graph.Count == 0 ? null
        : dialect.HasMermaid ? new PlanGraph(plan, dialect.MostMermaid) { Weight = 3 }
        : MarkdownRows.Of(
            2, "#### What needs what\n\n", "", [.. plan.Graph.Distinct().GroupBy(static edge => edge.From)],
            s_resources, static needs => $"- {Named(needs.Key)} needs {PlanWording.Some([.. needs.Select(static edge => Named(edge.To))])}\n");

    private static string Row(ImportPlan plan, PlannedChange change)
    {
        var name = MarkdownText.Code(change.Resource.Name);
        var system = change.Resource.System is { } holder ? $" of {MarkdownText.Code(holder)}" : "";
        var renamed = string.Equals(change.SourceName, change.Resource.Name, StringComparison.Ordinal) ? "" : $", in the source {MarkdownText.Code(change.SourceName)}";
        return $"| {PlanWording.Verb(change.Action)} | {change.Resource.Kind.Label()} | {name}{system}{renamed} | {PlanWording.Mode(change.ImportAs)} | {PlanSource.Of(plan, change)} |\n";
    }

    private static string Named(ResourceId id) => MarkdownText.Code(id.ToString());
}
