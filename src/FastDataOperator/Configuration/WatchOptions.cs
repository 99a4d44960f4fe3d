namespace FastDataOperator.Configuration;

/// <summary>Which objects of the cluster are looked at.</summary>
internal sealed record WatchOptions
{
    /// <summary>The namespaces, each watched by itself; empty (the default) for the whole cluster.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>As <c>kubectl -l</c> takes it; <see langword="null"/> (the default) for all imports.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Whether labelled Secrets are watched (default: no; each is read when it is needed).</summary>
    public bool Secrets { get; init; }
}
