using System.Globalization;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using Spectre.Console;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>One import as a tree: its two sides, its conditions, and its resources, each Projection under its System of Record.</summary>
internal static class ImportTree
{
    private const int MostResources = 500;
    private const int MostCharacters = 300;

    private static readonly Style s_dim = new(decoration: Decoration.Dim);

    public static Tree Of(ClusterImport import, TimeProvider timeProvider)
    {
        var tree = new Tree(Line(import.Key + (import.IsSuspended ? ", suspended" : "") + (import.Object.IsDeleting ? ", being deleted" : ""), new Style(decoration: Decoration.Bold))) { Guide = TreeGuide.Line };
        AddSides(tree, import, timeProvider);
        AddConditions(tree, import, timeProvider);
        AddResources(tree, import.Object.Status.Resources);
        if (import.Object.Status.MissingServices is { Count: > 0 } missing)
        {
            var services = tree.AddNode(Line("services that the destination lacks; create them before deploying (V1)", new Style(Color.Yellow)));
            foreach (var service in missing.Take(MostResources))
            {
                services.AddNode(Line(service, Style.Plain));
            }
        }

        return tree;
    }

    private static void AddSides(Tree tree, ClusterImport import, TimeProvider timeProvider)
    {
        var status = import.Object.Status;
        if (import.Object.Import?.Spec is not { } spec)
        {
            return;
        }

        var (source, destination) = (spec.Source, spec.Destination);
        tree.AddNode(Line($"from {Place(source.Project, source.Repository.Url, source.Repository.Ref?.Branch, status.Source?.Revision)}", Style.Plain));
        var pushed = ClusterImport.Time(status.Destination?.PushedAt) is { } time ? $", last pushed {Age.Of(time, timeProvider)} ago" : "";
        var into = tree.AddNode(Line($"into {Place(destination.Project, destination.Repository.Url, destination.Branch, status.Destination?.Revision)}{pushed}", Style.Plain));
        if (status.PullRequest is { Url: { } url } request)
        {
            into.AddNode(Line($"pull request {url}{(request.State is { } state ? $", {state}" : "")}", Style.Plain));
        }
    }

    /// <summary>As plans write it: <c>core-data, https://git.example.com/core/config.git branch main at 1f2e3d4</c>.</summary>
    private static string Place(string? project, string url, string? branch, string? revision)
    {
        var at = revision?.LastIndexOf("@sha1:", StringComparison.Ordinal) ?? -1;
        var where = at >= 0 ? $" branch {revision![..at]} at {revision.AsSpan(at + 6, Math.Min(7, revision.Length - at - 6))}" : branch is null ? "" : $" branch {branch}";
        return $"{ImportColumns.Project(project, url)}, {ImportColumns.Address(url)}{where}";
    }

    private static void AddConditions(Tree tree, ClusterImport import, TimeProvider timeProvider)
    {
        foreach (var problem in import.Object.Problems.Take(20))
        {
            tree.AddNode(Line($"✘ {problem}", new Style(Color.Red)));
        }

        if (import.Object.Status.Conditions.Count == 0)
        {
            tree.AddNode(Line("? no operator has looked at it yet", new Style(Color.Yellow)));
        }

        foreach (var condition in import.Object.Status.Conditions.OrderByDescending(static each => each.Type == "Ready").Take(50))
        {
            var (mark, color) = MarkOf(condition);
            var since = ClusterImport.Time(condition.LastTransitionTime) is { } time ? $" ({Age.Of(time, timeProvider)})" : "";
            var text = condition.Message is { Length: > 0 } message ? $": {message}" : "";
            tree.AddNode(Line($"{mark} {condition.Type}{(condition.Status is "True" ? "" : $" {condition.Status}")}{(condition.Reason is { } reason ? $" {reason}" : "")}{since}{text}", new Style(color)));
        }
    }

    /// <summary>Of most conditions <c>True</c> is the good state; of three it is not, and two are no failures when they are not.</summary>
    private static (string Mark, Color Color) MarkOf(ConditionStatus condition) => (condition.Type, condition.Status) switch
    {
        ("Stalled", "True") => ("✘", Color.Red),
        ("Drifted", "True") => ("!", Color.Yellow),
        ("Reconciling", "True") => ("…", Color.Yellow),
        ("Stalled" or "Drifted" or "Reconciling", "False") => ("✔", Color.Green),
        ("ServicesReady" or "Merged", "False") => ("!", Color.Yellow),
        (_, "True") => ("✔", Color.Green),
        (_, "False") => ("✘", Color.Red),
        _ => ("?", Color.Yellow),
    };

    private static void AddResources(Tree tree, IReadOnlyList<ResourceStatus> resources)
    {
        if (resources.Count == 0)
        {
            return;
        }

        var root = tree.AddNode(Line($"{resources.Count} {(resources.Count == 1 ? "resource" : "resources")}", Style.Plain));
        var shown = resources.OrderBy(static each => each.Kind).ThenBy(static each => each.Name, StringComparer.Ordinal).Take(MostResources).ToList();
        var systems = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        foreach (var resource in shown.Where(static each => each.Kind is not ResourceKind.Projection))
        {
            var node = root.AddNode(Describe(resource));
            if (resource.Kind is ResourceKind.SystemOfRecord)
            {
                systems[resource.Name] = node;
            }
        }

        foreach (var projection in shown.Where(static each => each.Kind is ResourceKind.Projection))
        {
            var system = projection.System ?? "";
            if (!systems.TryGetValue(system, out var node))
            {
                systems[system] = node = root.AddNode(Line($"System of Record {system}", s_dim));
            }

            node.AddNode(Describe(projection));
        }

        if (resources.Count > MostResources)
        {
            root.AddNode(Line(string.Create(CultureInfo.InvariantCulture, $"… and {resources.Count - MostResources} more; kubectl fastdata get NAME -o json has them all"), s_dim));
        }
    }

    private static Paragraph Describe(ResourceStatus resource)
    {
        var there = resource.SourceName is { } source && source != resource.Name ? $" (there {source})" : "";
        var what = (resource.ImportAs, resource.Action) switch
        {
            (null, null) => "",
            (null, { } action) => Word(action),
            ({ } mode, null) => Word(mode),
            ({ } mode, { } action) => $"{Word(mode)}, {Word(action)}",
        };
        what += resource.Proposed is true ? (what.Length == 0 ? "waits" : ", waits") : "";
        var label = resource.Kind.Label();
        var line = new Paragraph($"{label} ", s_dim);
        line.Append(PlainText.Line(resource.Name + there, MostCharacters));
        return what.Length == 0 ? line : line.Append($"  {what}", StyleOf(resource.Action));
    }

    private static string Word(ImportMode mode) => mode is ImportMode.Reference ? "reference" : "copy";

    private static string Word(ChangeAction action) => action switch
    {
        ChangeAction.Added => "added",
        ChangeAction.Updated => "updated",
        ChangeAction.Restored => "restored",
        ChangeAction.Removed => "removed",
        ChangeAction.UpdateAvailable => "update available",
        ChangeAction.Drifted => "drifted",
        ChangeAction.LeftAlone => "left alone",
        _ => "unchanged",
    };

    private static Style StyleOf(ChangeAction? action) => new(action switch
    {
        ChangeAction.Added => Color.Green,
        ChangeAction.Updated or ChangeAction.Restored => Color.Blue,
        ChangeAction.Removed => Color.Red,
        ChangeAction.UpdateAvailable or ChangeAction.Drifted => Color.Yellow,
        _ => Color.Default,
    });

    private static Text Line(string text, Style style) => new(PlainText.Line(text, MostCharacters), style);
}
