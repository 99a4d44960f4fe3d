using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>Reads <c>--select</c>: <c>system/NAME</c>, <c>projection/SYSTEM/NAME</c>, <c>single-view/NAME</c>, <c>er-schema/NAME</c>,
/// <c>cast-function/NAME</c>, where names may be globs.</summary>
internal static class SelectorReader
{
    /// <exception cref="ImportRefusedException">One of them has another form; with all that have.</exception>
    public static Selection Read(IReadOnlyList<string> selectors, bool all)
    {
        var problems = new List<Finding>();
        var named = new List<(ResourceKind Kind, string Name)>();
        var systems = new Dictionary<string, List<string>?>(StringComparer.Ordinal);
        foreach (var selector in selectors)
        {
            var slash = selector.IndexOf('/', StringComparison.Ordinal);
            var slug = slash < 0 ? selector : selector[..slash];
            var rest = slash < 0 ? "" : selector[(slash + 1)..];
            var kind = Enum.GetValues<ResourceKind>().Where(kind => kind.Slug() == slug).Select(kind => (ResourceKind?)kind).FirstOrDefault();
            var separator = rest.IndexOf('/', StringComparison.Ordinal);
            if (kind is null || rest.Length == 0 || (kind is ResourceKind.Projection && (separator <= 0 || separator == rest.Length - 1)))
            {
                problems.Add(Malformed(selector, slug, kind));
            }
            else if (kind is ResourceKind.SystemOfRecord)
            {
                systems[rest] = null;
            }
            else if (kind is ResourceKind.Projection)
            {
                AddProjection(systems, rest[..separator], rest[(separator + 1)..]);
            }
            else
            {
                named.Add((kind.Value, rest));
            }
        }

        if (problems.Count > 0)
        {
            throw new ImportRefusedException(problems);
        }

        return new Selection
        {
            All = all,
            SystemsOfRecord = [.. systems.Select(system => new SystemSelection(system.Key, system.Value))],
            SingleViews = Of(ResourceKind.SingleView),
            ErSchemas = Of(ResourceKind.ErSchema),
            CastFunctions = Of(ResourceKind.CastFunction),
        };

        List<NamedSelection> Of(ResourceKind kind) => [.. named.Where(item => item.Kind == kind).Select(item => new NamedSelection(item.Name)).Distinct()];
    }

    /// <summary>A System that is selected whole stays so.</summary>
    private static void AddProjection(Dictionary<string, List<string>?> systems, string system, string projection)
    {
        if (!systems.TryGetValue(system, out var projections))
        {
            systems[system] = [projection];
        }
        else if (projections?.Contains(projection, StringComparer.Ordinal) is false)
        {
            projections.Add(projection);
        }
    }

    private static Finding Malformed(string selector, string slug, ResourceKind? kind)
    {
        var slugs = Enum.GetValues<ResourceKind>().Select(each => each.Slug());
        var near = kind is null ? NearestNames.Of(slug, slugs, most: 1) : [];
        return new Finding
        {
            Reason = Reason.InvalidValue,
            Rule = "usage",
            Message = $"--select {PlainText.Line(selector, 200)} names no resource",
            Remedy = near is [var nearest]
                ? $"did you mean {nearest}/…?"
                : "write system/NAME, projection/SYSTEM/NAME, single-view/NAME, er-schema/NAME or cast-function/NAME; * and ? stand for other letters",
        };
    }
}
