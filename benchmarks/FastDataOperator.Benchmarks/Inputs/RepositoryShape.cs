namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>How large a generated repository is, and how long its history.</summary>
internal sealed record RepositoryShape
{
    public required ProjectShape Project { get; init; }

    /// <summary>Files at the tip, the two configuration files among them.</summary>
    public required int Files { get; init; }

    public required int Commits { get; init; }

    /// <summary>Every how many commits the configuration changes; the others change a settings file.</summary>
    public required int CommitsPerRevision { get; init; }
}
