using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>One resource of a closure, as the source names it.</summary>
internal sealed class ClosureItem(ResourceEntry entry, bool isSelected, ImportMode? importAs)
{
    public ResourceEntry Entry { get; } = entry;

    public ResourceId Id => Entry.Id;

    public bool IsSelected { get; } = isSelected;

    /// <summary>The selection's own mode for it, if any.</summary>
    public ImportMode? ImportAs { get; } = importAs;

    /// <summary>What needs it and by which rule, as the source names them.</summary>
    public List<Dependency> NeededBy { get; } = [];
}
