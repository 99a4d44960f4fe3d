using FastDataOperator.Core.Imports;

namespace FastDataOperator.Core.Exports;

/// <summary>What to export (E1).</summary>
public sealed record ExportRequest
{
    public required Selection Selection { get; init; }

    public DependencyPolicy Dependencies { get; init; } = DependencyPolicy.Include;

    /// <summary>When the export is made: all that differs between two exports of the same commit (E3).</summary>
    public required DateTimeOffset ExportedAt { get; init; }
}
