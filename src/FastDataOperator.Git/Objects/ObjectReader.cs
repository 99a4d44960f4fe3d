namespace FastDataOperator.Git.Objects;

/// <summary>Reads objects of a scratch repository; blobs without a copy. Not for concurrent use.</summary>
internal sealed class ObjectReader : IDisposable
{
    private readonly Dictionary<string, BlobMemory> _blobs = [];
    private readonly Dictionary<string, long> _tooLarge = [];
    private nint _database;

    /// <param name="repositoryDirectory">A bare repository.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public ObjectReader(string repositoryDirectory)
    {
        if (NativeGit.OpenDatabase(out _database, Path.Combine(repositoryDirectory, "objects")) != 0)
        {
            throw new IOException("The scratch repository's objects cannot be opened.");
        }
    }

    /// <summary>Whether a blob can be read, or is known to be too large for it.</summary>
    public bool IsFetched(string id) =>
        _blobs.ContainsKey(id) || _tooLarge.ContainsKey(id)
        || NativeGit.ReadHeader(out _, out _, _database, Convert.FromHexString(id)) == 0;

    /// <summary>Takes over a content that did not come through the object database.</summary>
    /// <returns>Whether it is new here.</returns>
    public bool TryAddBlob(string id, BlobMemory content) => _blobs.TryAdd(id, content);

    /// <summary>Keeps the size of a blob that was not read.</summary>
    public void AddTooLarge(string id, long size) => _tooLarge[id] = size;

    /// <summary>The size in bytes, without reading the content.</summary>
    /// <exception cref="FormatException">The object is missing or no blob.</exception>
    public long ReadBlobSize(string id)
    {
        if (_tooLarge.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_blobs.TryGetValue(id, out var blob))
        {
            return blob.Memory.Length;
        }

        var error = NativeGit.ReadHeader(out var size, out var type, _database, Convert.FromHexString(id));
        return error == 0 && type == NativeGit.BlobType ? checked((long)size) : throw new FormatException($"object {id} is missing or no file");
    }

    /// <summary>Any object's size in bytes, without reading it.</summary>
    /// <exception cref="FormatException">The object is missing.</exception>
    public long ReadSize(string id) =>
        NativeGit.ReadHeader(out var size, out _, _database, Convert.FromHexString(id)) == 0 ? checked((long)size) : throw new FormatException($"object {id} is missing");

    /// <summary>The content, valid until this reader is disposed; the same memory each time.</summary>
    /// <exception cref="FormatException">The object is missing or broken.</exception>
    public BlobMemory ReadBlob(string id)
    {
        if (!_blobs.TryGetValue(id, out var blob))
        {
            blob = new BlobMemory(Open(id));
            _blobs.Add(id, blob);
        }

        return blob;
    }

    /// <summary>A blob's content where it was read before, or null.</summary>
    public BlobMemory? FindBlob(string id) => _blobs.GetValueOrDefault(id);

    /// <summary>A copy of any object's content: for small ones.</summary>
    /// <exception cref="FormatException">The object is missing or broken.</exception>
    public byte[] ReadCopy(string id)
    {
        using var memory = new BlobMemory(Open(id));
        return memory.GetSpan().ToArray();
    }

    public void Dispose()
    {
        foreach (var blob in _blobs.Values)
        {
            ((IDisposable)blob).Dispose();
        }

        _blobs.Clear();
        var database = Interlocked.Exchange(ref _database, 0);
        if (database != 0)
        {
            NativeGit.FreeDatabase(database);
        }
    }

    private nint Open(string id) =>
        NativeGit.ReadObject(out var gitObject, _database, Convert.FromHexString(id)) == 0
            ? gitObject
            : throw new FormatException($"object {id} is missing or broken");
}
