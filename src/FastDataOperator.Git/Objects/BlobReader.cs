namespace FastDataOperator.Git.Objects;

/// <summary>Reads blobs of a scratch repository without a copy. Not for concurrent use.</summary>
internal sealed class BlobReader : IDisposable
{
    private readonly List<IDisposable> _read = [];
    private nint _database;

    /// <param name="repositoryDirectory">A bare repository.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public BlobReader(string repositoryDirectory)
    {
        if (NativeGit.OpenDatabase(out _database, Path.Combine(repositoryDirectory, "objects")) != 0)
        {
            throw new IOException("The scratch repository's objects cannot be opened.");
        }
    }

    /// <summary>The size in bytes, without reading the content.</summary>
    /// <exception cref="FormatException">The object is missing or no blob.</exception>
    public long ReadSize(string id)
    {
        var error = NativeGit.ReadHeader(out var size, out var type, _database, Convert.FromHexString(id));
        return error == 0 && type == NativeGit.BlobType ? checked((long)size) : throw new FormatException($"object {id} is missing or no file");
    }

    /// <summary>The content, valid until this reader is disposed.</summary>
    /// <exception cref="FormatException">The object is missing or broken.</exception>
    public ReadOnlyMemory<byte> Read(string id)
    {
        if (NativeGit.ReadObject(out var gitObject, _database, Convert.FromHexString(id)) != 0)
        {
            throw new FormatException($"object {id} is missing or broken");
        }

        var memory = new BlobMemory(gitObject);
        _read.Add(memory);
        return memory.Memory;
    }

    public void Dispose()
    {
        foreach (var memory in _read)
        {
            memory.Dispose();
        }

        _read.Clear();
        var database = Interlocked.Exchange(ref _database, 0);
        if (database != 0)
        {
            NativeGit.FreeDatabase(database);
        }
    }
}
