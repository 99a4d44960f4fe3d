using System.Diagnostics;
using System.Globalization;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Reports;

/// <summary>The words in which every report speaks of a plan. Whatever a repository named is neutralised here.</summary>
public static class PlanWording
{
    /// <summary>How many resources are named that need one.</summary>
    public const int MostNeeds = 6;

    /// <summary>Lines of a difference that a report shows of one resource.</summary>
    public const int MostDifferences = 20;

    public static string Verb(ChangeAction action) => action switch
    {
        ChangeAction.Added => "add",
        ChangeAction.Updated => "update",
        ChangeAction.Restored => "restore",
        ChangeAction.Removed => "remove",
        ChangeAction.Unchanged => "keep",
        ChangeAction.UpdateAvailable => "update available",
        ChangeAction.Drifted => "drifted",
        ChangeAction.LeftAlone => "leave alone",
        _ => throw new UnreachableException(),
    };

    public static string Mode(ImportMode? mode) => mode switch
    {
        ImportMode.Reference => "reference",
        ImportMode.Resource => "copy",
        null => "default cast function",
        _ => throw new UnreachableException(),
    };

    /// <summary>As <see cref="ResourceId.ToString"/> writes it.</summary>
    public static string Name(ResourceId id) => id.System is null
        ? $"{id.Kind.Slug()}/{PlainText.Name(id.Name)}"
        : $"{id.Kind.Slug()}/{PlainText.Name(id.System)}/{PlainText.Name(id.Name)}";

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{Number(count)} {many}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Why a resource that nobody selected is in the plan: a line for each rule that brought it along.</summary>
    public static IEnumerable<string> Why(PlannedChange change) => Why(change, Name, static why => PlainText.Name(why, 300));

    /// <summary><see cref="Why(PlannedChange)"/> in Markdown.</summary>
    internal static IEnumerable<string> WhyInMarkdown(PlannedChange change) =>
        Why(change, static id => MarkdownText.Code(id.ToString()), static why => MarkdownText.Prose(why, 300));

    /// <summary>The first <see cref="MostNeeds"/> of some names, and how many more there are.</summary>
    internal static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNeeds)) + (names.Count > MostNeeds ? $" and {Number(names.Count - MostNeeds)} more" : "");

    /// <summary><see cref="Line"/> in Markdown.</summary>
    internal static string InMarkdown(Finding finding)
    {
        var place = finding.Location is { } location ? MarkdownText.Code(location.ToString()) + ": " : "";
        var remedy = finding.Remedy is { } text ? "; " + MarkdownText.Prose(text) : "";
        return $"{place}{MarkdownText.Prose(finding.Message)}{remedy} ({finding.Rule})";
    }

    /// <summary>A finding on one line.</summary>
    public static string Line(Finding finding)
    {
        var place = finding.Location is { } location ? PlainText.Name(location.ToString(), 300) + ": " : "";
        var remedy = finding.Remedy is { } text ? "; " + PlainText.Name(text, 1000) : "";
        return $"{place}{PlainText.Name(finding.Message, 1000)}{remedy} ({finding.Rule})";
    }

    /// <summary>The commit's time or the file's, as marks write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Where a reference came from first, for one that the source itself had imported (C4).</summary>
    public static string Origin(ReferenceMark origin) =>
        "first made in project " + PlainText.Name(origin.FirstProject) + (origin.Commit is { } commit ? $" at {PlainText.Name(commit, 64)}" : "");

    private static IEnumerable<string> Why(PlannedChange change, Func<ResourceId, string> name, Func<string, string> why) =>
        from need in change.NeededBy
        group name(need.By) by (need.Rule, need.Why) into needs
        select $"needed by {Some([.. needs])} ({needs.Key.Rule}: {why(needs.Key.Why)})";
}
