using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Resources;

/// <summary>What needs what in one project.</summary>
/// <param name="Resources">Every resource, by kind and name.</param>
/// <param name="References">Those that are references.</param>
/// <param name="Needs">Who needs whom.</param>
/// <param name="Warnings">Names that lead nowhere (C3).</param>
public sealed record DependencyGraph(
    IReadOnlyList<ResourceId> Resources, IReadOnlySet<ResourceId> References, IReadOnlyList<(ResourceId From, ResourceId To)> Needs, IReadOnlyList<Finding> Warnings)
{
    public static DependencyGraph Of(ProjectConfiguration configuration)
    {
        var closure = Closure.Of(configuration, configuration.AllEntries().Select(entry => (entry, (ImportMode?)null)), NestedReferencePolicy.Include);
        return new DependencyGraph(
            [.. closure.Items.Select(item => item.Id)],
            closure.Items.Where(item => item.Entry.IsReference).Select(item => item.Id).ToHashSet(),
            [.. from item in closure.Items from need in item.NeededBy select (need.By, item.Id)],
            closure.Warnings);
    }
}
