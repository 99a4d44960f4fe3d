using System.Globalization;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Reads pkt-lines off a response.</summary>
internal sealed class PacketLineReader(GitOperation operation, ISmartExchange exchange)
{
    /// <summary>Bytes of the longest line, with its length.</summary>
    public const int MaxLine = 65520;

    private readonly byte[] _buffer = new byte[MaxLine];
    private int _start;
    private int _end;

    /// <summary>The next line. Its content is valid until the next call; a line feed at its end is left out.</summary>
    /// <exception cref="GitException">This is no pkt-line, the line is cut off, or it is the server's <c>ERR</c>.</exception>
    public PacketKind Read(out ReadOnlySpan<byte> content)
    {
        var kind = ReadRaw(out content);
        if (content.EndsWith("\n"u8))
        {
            content = content[..^1];
        }

        return kind;
    }

    /// <summary>The next line with all its bytes: for what is not text.</summary>
    /// <inheritdoc cref="Read"/>
    public PacketKind ReadRaw(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!Fill(4))
        {
            return _start == _end ? PacketKind.End : throw Malformed();
        }

        if (!int.TryParse(_buffer.AsSpan(_start, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            || length == 3 || length > MaxLine)
        {
            throw Malformed();
        }

        if (length < 4)
        {
            _start += 4;
            return (PacketKind)length;
        }

        if (!Fill(length))
        {
            throw operation.Fail(GitFailure.ConnectionFailed, true, "ended its response too early.");
        }

        content = _buffer.AsSpan(_start + 4, length - 4);
        _start += length;
        if (content.StartsWith("ERR "u8))
        {
            throw operation.Fail(GitFailure.ServerError, false, "refuses: " + ServerWords.Clean(content[4..]));
        }

        return PacketKind.Data;
    }

    /// <summary>Reads what follows, so that the connection can be used again, or the program's exit is seen.</summary>
    public void ReadToEnd()
    {
        while (Read(out _) != PacketKind.End)
        {
        }
    }

    public GitException Malformed() =>
        operation.Fail(GitFailure.ProtocolError, false, "does not answer as a Git repository does. Check the address.");

    /// <summary>Whether that many bytes are there.</summary>
    private bool Fill(int count)
    {
        if (_start + count > _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        while (_end - _start < count)
        {
            var read = exchange.Read(_buffer.AsMemory(_end));
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
