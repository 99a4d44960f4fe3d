using FastDataOperator.Core.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What the user asks for.</summary>
internal sealed record ImportSpec
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often the operator looks; of no meaning to the command line.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>One whole attempt, network included; <see cref="DefaultTimeout"/> when absent.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Nothing is written while this is set.</summary>
    public bool? Suspend { get; init; }

    public required ImportSource Source { get; init; }

    public required ImportDestination Destination { get; init; }

    public ImportMode? ImportAs { get; init; }

    public required SelectSpec Select { get; init; }

    public IReadOnlyList<RenameSpec> Rename { get; init; } = [];

    public DependencyPolicy? Dependencies { get; init; }

    public NestedReferencePolicy? NestedReferences { get; init; }

    public UpdatePolicy? Update { get; init; }

    public DriftPolicy? Drift { get; init; }

    public ArchitecturePolicy? Architecture { get; init; }

    public bool? Prune { get; init; }

    /// <summary>What becomes of the references when the object goes (P2); of no meaning to the command line.</summary>
    public DeletionPolicy? DeletionPolicy { get; init; }

    /// <summary>Imports of the same namespace that must be ready first; of no meaning to the command line, which goes by the order of the documents.</summary>
    public IReadOnlyList<LocalReference> DependsOn { get; init; } = [];

    public PublishSpec? Publish { get; init; }
}
