using System.Buffers;
using System.Globalization;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>The words of a push's response: what hooks and server print on sideband 2 and 3 (gitprotocol-pack(5)), and the status line.</summary>
internal sealed class PushReport
{
    private readonly ArrayBufferWriter<byte> _words = new();
    private readonly byte[] _header = new byte[5];
    private int _headerLength;
    private int _left;
    private bool _isBroken;

    /// <summary>Whether anything was sent: until then the remote cannot have changed.</summary>
    public bool RequestStarted { get; set; }

    /// <summary>Why the server did not update the branch, in its words, or null.</summary>
    public string? Status { get; set; }

    /// <summary>All that the server said, cleaned.</summary>
    public string Words
    {
        get
        {
            var words = ServerWords.Clean(_words.WrittenSpan);
            return Status is null ? words : ServerWords.Clean(words.Length == 0 ? Status : words + "\n" + Status);
        }
    }

    /// <summary>Takes the next bytes of the response, cut anywhere.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isBroken)
        {
            if (_left > 0)
            {
                var count = Math.Min(_left, bytes.Length);
                Keep(bytes[..count]);
                _left -= count;
                bytes = bytes[count..];
                _headerLength = _left == 0 ? 0 : _headerLength;
            }
            else
            {
                _header[_headerLength++] = bytes[0];
                bytes = bytes[1..];
                ReadHeader();
            }
        }
    }

    private void ReadHeader()
    {
        if (_headerLength < 4)
        {
            return;
        }

        if (!int.TryParse(_header.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length))
        {
            _isBroken = true;
        }
        else if (length <= 4)
        {
            _headerLength = 0;
        }
        else if (_headerLength == 5)
        {
            _left = length - 5;
            _headerLength = _left == 0 ? 0 : 5;
        }
    }

    private void Keep(ReadOnlySpan<byte> content)
    {
        if (_header[4] is 2 or 3 && _words.WrittenCount < ServerWords.MaxLength)
        {
            _words.Write(content[..Math.Min(content.Length, ServerWords.MaxLength - _words.WrittenCount)]);
        }
    }
}
