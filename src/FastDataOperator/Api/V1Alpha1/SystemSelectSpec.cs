using FastDataOperator.Core.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Systems of Record by name or glob.</summary>
internal sealed record SystemSelectSpec
{
    public required string Name { get; init; }

    /// <summary>Names or globs; all of them when absent.</summary>
    public IReadOnlyList<string>? Projections { get; init; }

    /// <summary>Overrides <c>spec.importAs</c> for the System and these Projections (M1).</summary>
    public ImportMode? ImportAs { get; init; }
}
