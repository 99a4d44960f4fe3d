using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>One resource on its way through the rules: what the source has, what it will be called, and what becomes of it.</summary>
internal sealed class ImportItem
{
    public required ClosureItem Source { get; init; }

    /// <summary><see langword="null"/> for a default cast function (C1).</summary>
    public required ImportMode? ImportAs { get; init; }

    /// <summary>As the destination names it.</summary>
    public required ResourceId Id { get; init; }

    /// <summary>The source's text with renames made, in the source file's style; a mark of the source's still inside; for a System of Record
    /// without its Projections.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    public required string Digest { get; init; }

    /// <summary>The first origin, where the source's resource is a reference itself (C4).</summary>
    public required ReferenceMark? Origin { get; init; }

    /// <summary>The same resource in the destination, where it is there already.</summary>
    public required ResourceEntry? Existing { get; init; }

    public ReferenceMark? Before { get; set; }

    public ChangeAction Action { get; set; }

    public IReadOnlyList<string> Differences { get; set; } = [];

    public bool Writes => Action is ChangeAction.Added or ChangeAction.Updated or ChangeAction.Restored;

    /// <summary>As messages name it.</summary>
    public string Described => $"{Id.Kind.Label()} {Printable.Text(Id.Name)}";
}
