namespace FastDataOperator.Core.Imports;

/// <summary>What to take from the source (S1, S2). A name may be a glob with <c>*</c> and <c>?</c>.</summary>
public sealed record Selection
{
    /// <summary>Every resource of the source.</summary>
    public bool All { get; init; }

    public IReadOnlyList<SystemSelection> SystemsOfRecord { get; init; } = [];

    public IReadOnlyList<NamedSelection> SingleViews { get; init; } = [];

    public IReadOnlyList<NamedSelection> ErSchemas { get; init; } = [];

    public IReadOnlyList<NamedSelection> CastFunctions { get; init; } = [];
}

/// <summary>Resources of one kind by name or glob.</summary>
/// <param name="Name">An exact name or a glob.</param>
/// <param name="ImportAs">Overrides the import's own mode for these (M1).</param>
public sealed record NamedSelection(string Name, ImportMode? ImportAs = null);

/// <summary>Systems of Record by name or glob, each with all or some of its Projections (S1).</summary>
/// <param name="Name">An exact name or a glob.</param>
/// <param name="Projections">Names or globs; <see langword="null"/> for all of them.</param>
/// <param name="ImportAs">Overrides the import's own mode for the System and these Projections (M1).</param>
public sealed record SystemSelection(string Name, IReadOnlyList<string>? Projections = null, ImportMode? ImportAs = null);
