using System.Buffers;
using System.Runtime.InteropServices;

namespace FastDataOperator.Git.Objects;

/// <summary>A blob's content outside the managed heap: in libgit2's own buffer, or in one of its size.</summary>
internal sealed unsafe class BlobMemory : MemoryManager<byte>
{
    private readonly int _length;
    private readonly bool _isGitObject;
    private nint _owner;
    private byte* _data;

    /// <param name="gitObject">A <c>git_odb_object</c>; owned from here on.</param>
    public BlobMemory(nint gitObject)
    {
        _owner = gitObject;
        _isGitObject = true;
        _data = (byte*)NativeGit.ObjectData(gitObject);
        _length = checked((int)NativeGit.ObjectSize(gitObject));
    }

    /// <summary>Memory to be filled; its pages are taken only as they are written.</summary>
    /// <param name="length">In bytes.</param>
    public BlobMemory(int length)
    {
        _data = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
        _owner = (nint)_data;
        _length = length;
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_owner == 0, this);
        return new Span<byte>(_data, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length);
        ObjectDisposedException.ThrowIf(_owner == 0, this);
        return new MemoryHandle(_data + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        var owner = Interlocked.Exchange(ref _owner, 0);
        if (owner == 0)
        {
            return;
        }

        _data = null;
        if (_isGitObject)
        {
            NativeGit.FreeObject(owner);
        }
        else
        {
            NativeMemory.Free((void*)owner);
        }
    }
}
