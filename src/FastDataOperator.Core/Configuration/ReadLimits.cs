namespace FastDataOperator.Core.Configuration;

/// <summary>How much of an untrusted file is read before it is refused (F3).</summary>
public sealed record ReadLimits
{
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes; default 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Levels of objects and arrays; default 128.</summary>
    public int MaxDepth { get; init; } = 128;
}
