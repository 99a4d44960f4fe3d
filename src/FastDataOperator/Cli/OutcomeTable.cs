using System.Globalization;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary>A plan for a person at a terminal. Whatever came from a repository goes through <see cref="PlainText"/>.</summary>
internal static class OutcomeTable
{
    private const int MostRows = 500;
    private const int MostDifferences = 12;
    private const int MostOfAName = 200;

    public static void Write(IAnsiConsole console, ImportOutcome outcome)
    {
        if (outcome.Plan is not { } plan)
        {
            return;
        }

        console.Write(new Text($"{outcome.Name}: {PlanSummary.Of(plan)}\n", new Style(decoration: Decoration.Bold)));
        Line(console, plan.IsRemoval ? "  because the import was deleted" : $"  from {Origin(plan.Origin)}");
        Line(console, $"  into {outcome.Destination}");
        WriteChanges(console, plan);
        WriteNotes(console, plan);
    }

    public static void Line(IAnsiConsole console, string text, Style? style = null) => console.Write(new Text(PlainText.Line(text, 4_000) + "\n", style));

    private static string Origin(SourceOrigin origin)
    {
        var at = (origin.Branch is { } branch ? $" {(origin.IsTag ? "tag" : "branch")} {branch}" : "") + (origin.Commit is { Length: >= 7 } commit ? $" at {commit[..7]}" : "");
        return $"{origin.Project}{(origin.Repository is { } repository ? ", " + repository : "")}{at}, {origin.ExportedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
    }

    private static void WriteChanges(IAnsiConsole console, ImportPlan plan)
    {
        var shown = plan.Changes.Where(change => change.Action != ChangeAction.Unchanged).ToList();
        if (shown.Count > 0)
        {
            console.WriteLine();
            ColumnTable.Write<PlannedChange>(
                console,
                [.. shown.Take(MostRows)],
                [
                    new("", static _ => ""),
                    new("ACTION", static change => Verb(change.Action)) { Color = static change => ColorOf(change.Action) },
                    new("RESOURCE", NameOf) { Most = MostOfAName },
                    new("AS", Mode),
                    new("WHY", change => WhyOf(change, plan.IsRemoval)) { Most = MostOfAName },
                ],
                isWhole: false);
            WriteDifferences(console, [.. shown.Where(change => change.Differences.Count > 0)]);
        }

        if (shown.Count > MostRows)
        {
            Line(console, $"  … and {shown.Count - MostRows} more; --output json has them all");
        }

        var unchanged = plan.Count(ChangeAction.Unchanged);
        if (unchanged > 0)
        {
            Line(console, unchanged == 1 ? "  1 resource is already as it should be." : $"  {unchanged} resources are already as they should be.");
        }
    }

    private static void WriteDifferences(IAnsiConsole console, IReadOnlyList<PlannedChange> changes)
    {
        var dim = new Style(decoration: Decoration.Dim);
        foreach (var change in changes.Take(MostRows))
        {
            console.WriteLine();
            Line(console, $"  {change.Resource}");
            foreach (var difference in change.Differences.Take(MostDifferences))
            {
                Line(console, $"    {difference}", dim);
            }

            if (change.Differences.Count > MostDifferences)
            {
                Line(console, $"    … and {change.Differences.Count - MostDifferences} more", dim);
            }
        }

        if (changes.Count > 0)
        {
            console.WriteLine();
        }
    }

    private static void WriteNotes(IAnsiConsole console, ImportPlan plan)
    {
        var warnings = plan.Warnings.Where(warning => warning.Reason != Reason.MissingService).ToList();
        if (warnings.Count > 0 || plan.MissingServices.Count > 0)
        {
            console.WriteLine();
        }

        foreach (var warning in warnings)
        {
            Line(console, $"  warning: {warning} ({warning.Rule})", new Style(Color.Yellow));
        }

        if (plan.MissingServices.Count > 0)
        {
            Line(console, $"  create before deploying, because services are never imported (V1): {string.Join(", ", plan.MissingServices)}", new Style(Color.Yellow));
        }
    }

    private static string NameOf(PlannedChange change) =>
        change.SourceName == change.Resource.Name ? change.Resource.ToString() : $"{change.Resource} (there {change.SourceName})";

    private static string WhyOf(PlannedChange change, bool isRemoval)
    {
        var why = change.NeededBy switch
        {
            [] when isRemoval => "the import was deleted (P2)",
            [] => change.Action is ChangeAction.Removed ? "no longer selected (P1)" : "selected",
            [var one] => $"needed by {one.By} ({one.Rule})",
            [var first, ..] => $"needed by {first.By} and {change.NeededBy.Count - 1} more ({first.Rule})",
        };
        return change.Origin is { } origin ? $"{why}; first made in {origin.FirstProject}" : why;
    }

    private static string Mode(PlannedChange change) => change.ImportAs switch
    {
        ImportMode.Reference => "reference",
        ImportMode.Resource => "copy",
        _ => "default",
    };

    private static string Verb(ChangeAction action) => action switch
    {
        ChangeAction.Added => "add",
        ChangeAction.Updated => "update",
        ChangeAction.Restored => "restore",
        ChangeAction.Removed => "remove",
        ChangeAction.UpdateAvailable => "update available",
        ChangeAction.Drifted => "drifted",
        ChangeAction.LeftAlone => "left alone",
        _ => "keep",
    };

    private static Color ColorOf(ChangeAction action) => action switch
    {
        ChangeAction.Added => Color.Green,
        ChangeAction.Updated or ChangeAction.Restored => Color.Blue,
        ChangeAction.Removed => Color.Red,
        ChangeAction.UpdateAvailable or ChangeAction.Drifted => Color.Yellow,
        _ => Color.Default,
    };
}
