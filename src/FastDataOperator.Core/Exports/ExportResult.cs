using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Exports;

/// <summary>What an export ends in.</summary>
public abstract record ExportResult
{
    private ExportResult()
    {
    }

    /// <param name="Bytes">The export file.</param>
    /// <param name="Resources">What it holds, by kind and name.</param>
    /// <param name="Added">Those of them that were not selected, with what needs each (C1, C2).</param>
    /// <param name="Warnings">What the reader should know (C3).</param>
    public sealed record Written(
        ReadOnlyMemory<byte> Bytes, IReadOnlyList<ResourceId> Resources, IReadOnlyList<ExportedDependency> Added, IReadOnlyList<Finding> Warnings) : ExportResult;

    /// <summary>The selection needs more than it names, and the request does not include dependencies (C2).</summary>
    public sealed record DependenciesNeeded(IReadOnlyList<ExportedDependency> Dependencies) : ExportResult;

    /// <summary>The selection or the source cannot be used (S2, S3, F3).</summary>
    public sealed record Refused(IReadOnlyList<Finding> Problems) : ExportResult;
}

/// <summary>A resource that comes along because others need it.</summary>
/// <param name="Resource">What comes along.</param>
/// <param name="NeededBy">What needs it, and by which rule.</param>
public sealed record ExportedDependency(ResourceId Resource, IReadOnlyList<Dependency> NeededBy);
