namespace FastDataOperator.Git.Objects;

/// <summary>Pieces of memory as one stream, so that they are never joined.</summary>
internal sealed class PieceStream : Stream
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _pieces;
    private int _piece;
    private int _offset;
    private long _position;

    public PieceStream(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _pieces = pieces;
        foreach (var piece in pieces)
        {
            Length += piece.Length;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var total = 0;
        while (!buffer.IsEmpty && _piece < _pieces.Count)
        {
            var rest = _pieces[_piece].Span[_offset..];
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            buffer = buffer[count..];
            total += count;
            _offset += count;
            if (_offset == _pieces[_piece].Length)
            {
                _piece++;
                _offset = 0;
            }
        }

        _position += total;
        return total;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
