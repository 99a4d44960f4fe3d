using System.Buffers;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Packs;

/// <summary>Writes into a request, in larger parts than it is given, and hashes what passes.</summary>
internal sealed class PackStream(GitOperation operation, ISmartExchange exchange) : Stream
{
    private const int BufferSize = 64 * 1024;

    private readonly ObjectHash _hash = new();
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _count;
    private bool _isDisposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _buffer.Length - _count);
            buffer[..count].CopyTo(_buffer.AsSpan(_count));
            _count += count;
            buffer = buffer[count..];
            if (_count == _buffer.Length)
            {
                Send();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>Sends what is left, and the hash of everything.</summary>
    public void WriteHash()
    {
        Send();
        exchange.Write(_hash.Finish());
    }

    /// <summary>Nothing: compression flushes after each object, and small parts would go out one by one.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        base.Dispose(disposing);
    }

    private void Send()
    {
        operation.ThrowIfOver();
        _hash.Add(_buffer.AsSpan(0, _count));
        exchange.Write(_buffer.AsMemory(0, _count));
        _count = 0;
    }
}
