using FastDataOperator.Core.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Resources of one kind by name or glob.</summary>
internal sealed record NamedSelectSpec
{
    public required string Name { get; init; }

    /// <summary>Overrides <c>spec.importAs</c> for these (M1).</summary>
    public ImportMode? ImportAs { get; init; }
}
