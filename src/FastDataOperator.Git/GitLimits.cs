namespace FastDataOperator.Git;

/// <summary>How much one operation may take.</summary>
public sealed record GitLimits
{
    /// <summary>Largest file that is read, in bytes. Default 256 MiB.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Most bytes that one operation receives from the server, in bytes. Default 1 GiB.</summary>
    public long MaxFetchBytes { get; init; } = 1L << 30;
}
