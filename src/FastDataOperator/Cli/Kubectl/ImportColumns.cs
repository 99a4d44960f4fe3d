using System.Globalization;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using Spectre.Console;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>What the tables say of an import.</summary>
internal static class ImportColumns
{
    private const string Unreadable = "(unreadable)";

    public static IReadOnlyList<Column<ClusterImport>> For(bool hasNamespaces, bool isWide, TimeProvider timeProvider)
    {
        var columns = new List<Column<ClusterImport>>();
        if (hasNamespaces)
        {
            columns.Add(new("NAMESPACE", static import => import.Key.Namespace));
        }

        columns.Add(new("NAME", static import => import.Key.Name) { Most = 253 });
        columns.Add(new("READY", Ready) { Color = ColorOfReady });
        columns.Add(new("REASON", Reason));
        columns.Add(new("SUSPENDED", static import => import.IsSuspended ? "yes" : "no") { Dispensable = 1, Color = static import => import.IsSuspended ? Color.Yellow : Color.Default });
        columns.Add(new("SOURCE", import => Source(import, isWide)) { Dispensable = 3, Most = isWide ? 300 : 32 });
        columns.Add(new("DESTINATION", import => Destination(import, isWide)) { Dispensable = 2, Most = isWide ? 300 : 32 });
        columns.Add(new("CHANGES", Changes) { Dispensable = 5 });
        columns.Add(new("LAST SYNC", import => Age.Of(ClusterImport.Time(import.Object.Status.Destination?.PushedAt), timeProvider)) { Dispensable = 4 });
        columns.Add(new("AGE", import => Age.Of(import.CreatedAt, timeProvider)));
        if (isWide)
        {
            columns.Add(new("PULL REQUEST", static import => import.Object.Status.PullRequest?.Url ?? "") { Most = 200 });
            columns.Add(new("MESSAGE", Message) { Most = 300 });
        }

        return columns;
    }

    public static string Ready(ClusterImport import) => import.Condition("Ready")?.Status ?? "Unknown";

    public static string Reason(ClusterImport import) => import.Object.IsDeleting ? "Deleting"
        : import.Condition("Ready")?.Reason ?? "";

    /// <summary>Why the import is as it is, in one sentence.</summary>
    public static string Message(ClusterImport import) => import.Object.Problems is [var first, ..] ? first.ToString() : import.Condition("Ready")?.Message ?? "no operator has looked at it yet";

    public static Color ColorOfReady(ClusterImport import) => Ready(import) switch
    {
        "True" => Color.Green,
        "False" when import.Condition("Stalled") is { Status: "True" } => Color.Red,
        _ => Color.Yellow,
    };

    /// <summary>The last plan in numbers, such as <c>2 added, 1 updated</c>.</summary>
    public static string Changes(ClusterImport import)
    {
        if (import.Object.Status.Plan is not { } plan)
        {
            return "";
        }

        var parts = new List<string>();
        Count(plan.Added, "added");
        Count(plan.Updated, "updated");
        Count(plan.Restored, "restored");
        Count(plan.Removed, "removed");
        return parts.Count == 0 ? "none" : string.Join(", ", parts);

        void Count(long? count, string what)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
            }
        }
    }

    /// <summary>The source in short, such as <c>core-data@main</c>, or with its address.</summary>
    public static string Source(ClusterImport import, bool isWhole)
    {
        if (import.Object.Import?.Spec.Source is not { } source)
        {
            return "";
        }

        var names = source.Repository.Ref;
        return At(isWhole ? Address(source.Repository.Url) : Project(source.Project, source.Repository.Url), names?.Branch ?? names?.Tag ?? names?.Semver ?? names?.Commit);
    }

    /// <summary>The destination in short, such as <c>team-a@main</c>, or with its address.</summary>
    public static string Destination(ClusterImport import, bool isWhole) => import.Object.Import?.Spec.Destination is { } destination
        ? At(isWhole ? Address(destination.Repository.Url) : Project(destination.Project, destination.Repository.Url), destination.Branch)
        : "";

    /// <summary>A project's name: what the user says, else the repository's path.</summary>
    public static string Project(string? project, string url) => project ?? (RepositoryAddress.TryParse(url, out var address, out _) ? ProjectNames.Of(address) : Unreadable);

    /// <summary>An address without credentials. One that cannot be read is not shown: it may hold a password.</summary>
    public static string Address(string url) => RepositoryAddress.TryParse(url, out var address, out _) ? address.Display : Unreadable;

    private static string At(string place, string? name) => name is null ? place : $"{place}@{name}";
}
