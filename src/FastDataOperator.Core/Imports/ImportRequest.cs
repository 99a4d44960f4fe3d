using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports;

/// <summary>A new name for a resource on its way into the destination (R1).</summary>
/// <param name="Kind">The resource's kind.</param>
/// <param name="From">Its name in the source.</param>
/// <param name="To">Its name in the destination.</param>
public sealed record Rename(ResourceKind Kind, string From, string To);

/// <summary>What one import asks for, whoever asks: a manifest, the command line, an object in a cluster.</summary>
public sealed record ImportRequest
{
    /// <summary>The import's own name, as <c>namespace/name</c>; written into the marks of the references it makes (P1).</summary>
    public required string Name { get; init; }

    public required Selection Selection { get; init; }

    public ImportMode ImportAs { get; init; } = ImportMode.Reference;

    public IReadOnlyList<Rename> Renames { get; init; } = [];

    public DependencyPolicy Dependencies { get; init; } = DependencyPolicy.Include;

    public NestedReferencePolicy NestedReferences { get; init; } = NestedReferencePolicy.Include;

    public UpdatePolicy Update { get; init; } = UpdatePolicy.Automatic;

    public DriftPolicy Drift { get; init; } = DriftPolicy.Restore;

    public ArchitecturePolicy Architecture { get; init; } = ArchitecturePolicy.Enforce;

    /// <summary>Whether references that this import made and no longer covers are removed (P1).</summary>
    public bool Prune { get; init; }

    /// <summary>Somebody asked for this run: waiting updates are made (U1), and copies of this import that changed on either side are made again (K5).</summary>
    public bool Asked { get; init; }

    /// <summary>How many copies the import may make, for all that it makes must be remembered (K5); <see langword="null"/> where nothing is.</summary>
    public int? MostCopies { get; init; }

    /// <summary>The copies that this import is known to have made, as the destination names them (K5).</summary>
    public IReadOnlySet<ResourceId> Copies { get; init; } = new HashSet<ResourceId>();
}
