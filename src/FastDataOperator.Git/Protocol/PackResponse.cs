using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>The bytes of a pack, read off the response that brings them.</summary>
internal sealed class PackResponse(GitOperation operation, ISmartExchange exchange, PacketLineReader reader) : Stream
{
    private readonly byte[] _part = new byte[PacketLineReader.MaxLine];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Most bytes that one read returns: for readers that must not read ahead.</summary>
    public int MaxRead { get; set; } = int.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="GitException">The response broke, or the server gave up.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_ended)
        {
            ReadPart();
        }

        var count = Math.Min(Math.Min(buffer.Length, MaxRead), _end - _start);
        _part.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads what follows, without which the connection cannot be used again.</summary>
    public void ReadToEnd()
    {
        while (!_ended)
        {
            ReadPart();
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            exchange.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadPart()
    {
        switch (reader.ReadRaw(out var content))
        {
            case PacketKind.Data when content.Length > 0 && content[0] == 1:
                content[1..].CopyTo(_part);
                (_start, _end) = (0, content.Length - 1);
                break;
            case PacketKind.Data when content.Length > 0 && content[0] == 2:
                break;
            case PacketKind.Data when content.Length > 0 && content[0] == 3:
                throw operation.Fail(GitFailure.ServerError, true, "gave up: " + ServerWords.Clean(content[1..]));
            case PacketKind.Flush:
                _ended = true;
                reader.ReadToEnd();
                break;
            case PacketKind.End:
                throw operation.Fail(GitFailure.ConnectionFailed, true, "ended its response too early.");
            default:
                throw reader.Malformed();
        }
    }
}
