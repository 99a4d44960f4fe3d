using System.Buffers;
using System.Globalization;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>The words in the response to a push: what hooks and server print on sideband 2 and 3, an
/// <c>ERR</c> line (gitprotocol-pack(5)), and the status of the pushed branch.</summary>
/// <param name="sent">What the words may repeat.</param>
internal sealed class ServerReport(SentSecrets sent)
{
    private readonly ArrayBufferWriter<byte> _words = new();
    private readonly byte[] _header = new byte[5];
    private int _headerLength;
    private int _left;
    private bool _isBroken;

    /// <summary>Whether a push was begun: until then the remote cannot have changed.</summary>
    public bool PushStarted { get; set; }

    /// <summary>Whether the server said that it gives up.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>Why the server did not update the branch, in its words, or null.</summary>
    public string? Status { get; set; }

    /// <summary>Forgets what was said, before the request is made once more.</summary>
    public void Clear()
    {
        _words.ResetWrittenCount();
        _headerLength = 0;
        _left = 0;
        _isBroken = false;
        IsFatal = false;
        Status = null;
    }

    /// <summary>All that the server said, cleaned.</summary>
    public string Words
    {
        get
        {
            var words = ServerWords.Clean(_words.WrittenSpan);

            // The E of an ERR line was taken for the band.
            words = words.StartsWith("RR ", StringComparison.Ordinal) ? words[3..] : words;
            return sent.Hide(Status is null ? words : ServerWords.Clean(words.Length == 0 ? Status : words + "\n" + Status));
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
        // 1 is the pack or the status, 2 progress and hooks, 3 the end; E begins an ERR line outside the bands.
        var band = _header[4];
        IsFatal |= band is 3 or (byte)'E';
        if ((band is 3 or (byte)'E' || (band == 2 && PushStarted)) && _words.WrittenCount < ServerWords.MaxLength)
        {
            _words.Write(content[..Math.Min(content.Length, ServerWords.MaxLength - _words.WrittenCount)]);
        }
    }
}
