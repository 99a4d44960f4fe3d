using System.Buffers;

namespace FastDataOperator.Git.Objects;

/// <summary>A blob's content in libgit2's own buffer.</summary>
internal sealed unsafe class BlobMemory : MemoryManager<byte>
{
    private readonly int _length;
    private nint _object;
    private byte* _data;

    /// <param name="gitObject">A <c>git_odb_object</c>; owned from here on.</param>
    public BlobMemory(nint gitObject)
    {
        _object = gitObject;
        _data = (byte*)NativeGit.ObjectData(gitObject);
        _length = checked((int)NativeGit.ObjectSize(gitObject));
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_object == 0, this);
        return new Span<byte>(_data, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length);
        ObjectDisposedException.ThrowIf(_object == 0, this);
        return new MemoryHandle(_data + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        var gitObject = Interlocked.Exchange(ref _object, 0);
        if (gitObject != 0)
        {
            _data = null;
            NativeGit.FreeObject(gitObject);
        }
    }
}
