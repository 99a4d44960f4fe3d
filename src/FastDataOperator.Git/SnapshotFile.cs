namespace FastDataOperator.Git;

/// <summary>What lies at a path of a snapshot.</summary>
public abstract record SnapshotFile
{
    private SnapshotFile()
    {
    }

    /// <summary>A regular file. The memory is not managed: valid until the snapshot is disposed, never copied.</summary>
    public sealed record Found(ReadOnlyMemory<byte> Content) : SnapshotFile;

    public sealed record Missing : SnapshotFile;

    /// <summary>Something else is there, or on the way there (F3).</summary>
    /// <param name="Kind">What it is, in words: <c>a symbolic link</c>, <c>a submodule</c>, <c>a directory</c>, <c>a file</c>.</param>
    /// <param name="Path">Where: the path itself or a parent of it.</param>
    public sealed record NotAFile(string Kind, string Path) : SnapshotFile;

    /// <summary>Larger than <see cref="GitLimits.MaxFileBytes"/>; sizes in bytes.</summary>
    public sealed record TooLarge(long Size, long Limit) : SnapshotFile;

    /// <summary>No path that may be read: absolute, with <c>..</c>, an empty segment, <c>.git</c>, or a control character.</summary>
    public sealed record InvalidPath(string Problem) : SnapshotFile;
}
