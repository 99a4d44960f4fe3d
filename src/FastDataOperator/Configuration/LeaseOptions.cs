namespace FastDataOperator.Configuration;

/// <summary>Who of several replicas works.</summary>
internal sealed record LeaseOptions
{
    /// <summary>Whether a Lease decides (default: yes).</summary>
    public bool IsElected { get; init; } = true;

    /// <summary>Where the Lease lies; <see langword="null"/> (where neither a setting nor <c>POD_NAMESPACE</c> says it) for the namespace that the
    /// connection to the cluster names.</summary>
    public string? Namespace { get; init; }

    /// <summary>Default: <c>fastdata-operator</c>, for a shard with 8 hexadecimal digits of what it watches.</summary>
    public required string Name { get; init; }

    /// <summary>How long others wait after the last renewal; whole seconds, default 35 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>How long the leader goes on after its last renewal; shorter than <see cref="Duration"/>, default 30 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two tries to get or renew it; shorter than <see cref="RenewDeadline"/>, default 5 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(5);
}
