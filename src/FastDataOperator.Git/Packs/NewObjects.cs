using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Packs;

/// <summary>What one commit that writes one file adds to a repository.</summary>
internal sealed record NewObjects
{
    public required CommitId Commit { get; init; }

    public required ReadOnlyMemory<byte> CommitContent { get; init; }

    /// <summary>The trees on the way to the file, the root first.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Trees { get; init; }

    /// <summary>The file's content.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Blob { get; init; }

    /// <summary>The file's content as changes to the one that it replaces, or null where that is not worth it.</summary>
    public BlobDelta? Delta { get; init; }

    /// <summary>The name of the blob that <see cref="Delta"/> changes.</summary>
    public byte[] DeltaBase { get; init; } = [];

    /// <summary>Writes them as a pack.</summary>
    /// <param name="isThin">Whether the delta may go without the blob that it changes: the receiver has it.</param>
    public void WriteTo(GitOperation operation, ISmartExchange exchange, bool isThin)
    {
        using var pack = new PackWriter(operation, exchange, Trees.Count + 2);
        pack.Add(ObjectKind.Commit, CommitContent);
        foreach (var tree in Trees)
        {
            pack.Add(ObjectKind.Tree, tree);
        }

        if (isThin && Delta is not null)
        {
            pack.Add(Delta, DeltaBase);
        }
        else
        {
            pack.Add(ObjectKind.Blob, Blob);
        }

        pack.Finish();
    }
}
