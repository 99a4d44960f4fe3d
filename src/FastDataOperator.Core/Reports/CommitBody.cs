using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Reports;

/// <summary>The sections of a commit message between its subject and its trailers. No line of it begins with a word and a colon that came
/// from a repository, with <c>#</c> or with <c>---</c>: those mean something to Git.</summary>
internal static class CommitBody
{
    public static string Source(ImportPlan plan)
    {
        if (plan.IsRemoval)
        {
            var count = PlanWording.Count(plan.Count(ChangeAction.Removed), "reference", "references");
            return $"The import {PlainText.Name(plan.Request.Name)} was deleted, and what it kept here goes with it: {count} (P2). Copies stay.";
        }

        var origin = plan.Origin;
        var text = new StringBuilder("From project ").Append(PlainText.Name(origin.Project));
        if (origin.Repository is { } repository)
        {
            text.Append(" in ").Append(PlainText.Line(repository, 500));
        }

        if (origin.Branch is { } branch)
        {
            text.Append(origin.IsTag ? ", tag " : ", branch ").Append(PlainText.Name(branch));
        }

        if (origin.Commit is { } commit)
        {
            text.Append(", commit ").Append(PlainText.Name(commit));
        }

        return text.Append(origin.Commit is null ? ", exported at " : " of ").Append(PlanWording.Time(origin.ExportedAt)).ToString();
    }

    public static string Changes(ImportPlan plan, int most)
    {
        var text = new BoundedText(most);
        text.AddItems("Changes:", [.. plan.Changes.Where(change => change.Writes).OrderBy(change => change.NeededBy.Count > 0)], 200, change => Describe(change, plan.IsRemoval), "changes");
        text.AddItems("Not changed, and worth knowing:", [.. plan.Changes.Where(IsNotable)], 100, change => Describe(change, plan.IsRemoval), "resources");
        var unchanged = plan.Count(ChangeAction.Unchanged);
        if (unchanged > 0)
        {
            text.TryAdd($"{PlanWording.Count(unchanged, "resource is", "resources are")} already as {(unchanged == 1 ? "it" : "they")} should be.");
        }

        return text.ToString().TrimEnd('\n');
    }

    public static string Warnings(ImportPlan plan, int most)
    {
        var text = new BoundedText(most);
        text.AddItems("Warnings:", [.. plan.Warnings.Where(warning => warning.Reason != Reason.MissingService)], 0, static warning => "- " + PlanWording.Line(warning), "warnings");
        return text.ToString().TrimEnd('\n');
    }

    public static string Services(ImportPlan plan, int most)
    {
        var text = new BoundedText(most);
        text.AddItems("Services to create before deploying; they are never imported (V1):", plan.MissingServices, 0, static service => "- " + PlainText.Name(service), "services");
        return text.ToString().TrimEnd('\n');
    }

    public static string Graph(ImportPlan plan, int most)
    {
        var graph = $"```mermaid\n{PlanMermaid.Write(plan)}```";
        return plan.Graph.Count == 0 || plan.IsRemoval || Encoding.UTF8.GetByteCount(graph) > most ? "" : graph;
    }

    /// <summary>All sections, a blank line between them.</summary>
    public static string Whole(ImportPlan plan, int most)
    {
        var sections = new[]
        {
            Source(plan), Changes(plan, most / 2), Warnings(plan, most / 8), Services(plan, most / 16), Graph(plan, most / 4),
        };
        return string.Join("\n\n", sections.Where(section => section.Length > 0));
    }

    private static bool IsNotable(PlannedChange change) => !change.Writes && change.Action != ChangeAction.Unchanged;

    private static string Describe(PlannedChange change, bool isRemoval)
    {
        var text = new StringBuilder("- ").Append(PlanWording.Verb(change.Action)).Append(' ').Append(PlanWording.Name(change.Resource));
        if (change.Action != ChangeAction.Removed)
        {
            text.Append(" as a ").Append(PlanWording.Mode(change.ImportAs)).Append(change.NeededBy.Count == 0 ? ", selected" : "");
        }

        if (isRemoval && change.Before is { } mark)
        {
            text.Append(", a reference from ").Append(PlainText.Name(mark.Project));
        }

        if (!string.Equals(change.SourceName, change.Resource.Name, StringComparison.Ordinal))
        {
            text.Append(", there called ").Append(PlainText.Name(change.SourceName));
        }

        if (change.Origin is { } origin)
        {
            text.Append(", ").Append(PlanWording.Origin(origin));
        }

        foreach (var why in PlanWording.Why(change))
        {
            text.Append("\n    ").Append(why);
        }

        foreach (var difference in change.Differences.Take(PlanWording.MostDifferences))
        {
            text.Append("\n    ").Append(PlainText.InMessage(difference, 200));
        }

        if (change.Differences.Count > PlanWording.MostDifferences)
        {
            text.Append("\n    … and ").Append(PlanWording.Count(change.Differences.Count - PlanWording.MostDifferences, "more difference", "more differences"));
        }

        return text.ToString();
    }
}
