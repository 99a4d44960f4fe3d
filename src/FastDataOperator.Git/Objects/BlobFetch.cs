using FastDataOperator.Git.Packs;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Objects;

/// <summary>Brings single files' contents from the server into memory.</summary>
internal static class BlobFetch
{
    /// <param name="ids">Names of blobs, each once.</param>
    /// <param name="maxBytes">Larger ones are not read; only their size is kept.</param>
    /// <exception cref="GitException">They did not come.</exception>
    /// <exception cref="FormatException">Something else came.</exception>
    public static void Run(GitOperation operation, ObjectReader reader, IReadOnlyList<string> ids, long maxBytes)
    {
        if (ids.Count == 0 || TryFetch(operation, reader, ids, maxBytes))
        {
            return;
        }

        // One of several is too large, or comes as changes to another: alone it can be neither in the dark nor a change.
        foreach (var id in ids)
        {
            if (!reader.IsFetched(id) && !TryFetch(operation, reader, [id], maxBytes))
            {
                throw new FormatException("a file came as something else");
            }
        }
    }

    private static bool TryFetch(GitOperation operation, ObjectReader reader, IReadOnlyList<string> ids, long maxBytes)
    {
        using var response = UploadPack.FetchBlobs(operation, ids);
        var pack = new BlobPackReader(operation, response);
        var count = pack.ReadCount();
        if (count != ids.Count)
        {
            return false;
        }

        for (var left = count; left > 0; left--)
        {
            var (kind, size) = pack.ReadHeader();
            if (kind != (int)ObjectKind.Blob)
            {
                return false;
            }

            if (size > maxBytes)
            {
                if (count > 1)
                {
                    return false;
                }

                reader.AddTooLarge(ids[0], size);
                return true;
            }

            var (id, content) = pack.ReadBlob((int)size);
            if (!ids.Contains(id) || !reader.TryAddBlob(id, content))
            {
                ((IDisposable)content).Dispose();
                throw new FormatException("a file came that was not asked for");
            }
        }

        response.ReadToEnd();
        return true;
    }
}
