namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>How large a generated project is.</summary>
internal sealed record ProjectShape
{
    /// <summary>Keeps the names of two projects apart: <c>core</c>, <c>team</c>.</summary>
    public required string Prefix { get; init; }

    public required int Systems { get; init; }

    public required int ProjectionsPerSystem { get; init; }

    public required (int Least, int Most) Fields { get; init; }

    /// <summary>Custom cast functions beside the nine defaults.</summary>
    public required int CastFunctions { get; init; }

    public required int SingleViews { get; init; }

    /// <summary>Services in <c>api-console-config.json</c>, a Single View Trigger Generator among them.</summary>
    public required int Services { get; init; }

    public string SystemName(int system) => $"{Prefix}_system_{system:D2}";

    public string ProjectionName(int system, int projection) => $"pr_{Prefix}_{system:D2}_{projection:D4}";

    public string CastFunctionName(int function) => $"{Prefix}Cast{function:D2}";

    /// <summary>The Projections that every import of the benchmarks selects: ten of the first System of Record and ten of the last,
    /// so that whoever reads the file must read it to its end.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Selection => new[] { 0, Systems - 1 }.ToDictionary(
        SystemName,
        IReadOnlyList<string> (system) => [.. Enumerable.Range(1, 10).Select(projection => ProjectionName(system, projection))]);
}
