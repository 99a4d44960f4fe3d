using FastDataOperator.Git.Protocol;

namespace FastDataOperator.Git.Objects;

/// <summary>Puts a pack into a scratch repository: libgit2 resolves its deltas, checks and names every object, and writes the index.</summary>
internal static class PackIndexer
{
    private const int BufferSize = 64 * 1024;

    /// <exception cref="FormatException">This is no sound pack.</exception>
    /// <exception cref="GitException">The response broke.</exception>
    public static void Store(PackResponse response, string repositoryDirectory)
    {
        GitLibrary.Prepare();
        var packs = Path.Combine(repositoryDirectory, "objects", "pack");
        Directory.CreateDirectory(packs);
        if (NativeGit.NewIndexer(out var indexer, packs, 0, 0, 0) != 0)
        {
            throw new IOException("The scratch repository cannot take a pack.");
        }

        try
        {
            var buffer = new byte[BufferSize];
            var progress = default(IndexerProgress);
            while (response.Read(buffer) is > 0 and var count)
            {
                Check(NativeGit.AppendToIndexer(indexer, buffer, (nuint)count, ref progress));
            }

            Check(NativeGit.CommitIndexer(indexer, ref progress));
        }
        finally
        {
            NativeGit.FreeIndexer(indexer);
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new FormatException($"the pack is broken (libgit2 error {error})");
        }
    }
}
