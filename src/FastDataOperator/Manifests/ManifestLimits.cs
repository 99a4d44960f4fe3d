namespace FastDataOperator.Manifests;

/// <summary>How much of a manifest file is read before it is refused.</summary>
internal static class ManifestLimits
{
    /// <summary>One file, in bytes; Kubernetes stores no larger object either.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Maps and lists inside one another.</summary>
    public const int Depth = 32;

    /// <summary>Scalars, lists and maps in one file.</summary>
    public const int Nodes = 50_000;

    /// <summary>Documents in one file.</summary>
    public const int Documents = 1_000;

    /// <summary>Problems reported of one file; what comes after them is counted.</summary>
    public const int Problems = 50;
}
