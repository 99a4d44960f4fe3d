namespace FastDataOperator.Api.V1Alpha1;

/// <summary>What to take (S1, S2); names may be globs. An empty selection is an error.</summary>
internal sealed record SelectSpec
{
    /// <summary>Every resource of the source.</summary>
    public bool? All { get; init; }

    public IReadOnlyList<SystemSelectSpec> SystemsOfRecord { get; init; } = [];

    public IReadOnlyList<NamedSelectSpec> SingleViews { get; init; } = [];

    public IReadOnlyList<NamedSelectSpec> ErSchemas { get; init; } = [];

    public IReadOnlyList<NamedSelectSpec> CastFunctions { get; init; } = [];
}
