using System.Globalization;

namespace FastDataOperator.Git.Transport;

/// <summary>Finds where a response ends in a stream that goes on: behind its first flush packet (gitprotocol-v2(5)).</summary>
internal sealed class ResponseBoundary
{
    private readonly byte[] _header = new byte[4];
    private int _headerLength;
    private int _left;
    private bool _isBroken;

    public bool IsReached { get; private set; }

    /// <summary>How many of the next bytes, cut anywhere, still belong to the response. All of them once they are no packets: whoever reads them says so.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !IsReached && !_isBroken)
        {
            if (_left > 0)
            {
                var count = Math.Min(_left, bytes.Length - at);
                _left -= count;
                at += count;
                continue;
            }

            _header[_headerLength++] = bytes[at++];
            if (_headerLength == _header.Length)
            {
                _headerLength = 0;
                ReadHeader();
            }
        }

        return _isBroken ? bytes.Length : at;
    }

    private void ReadHeader()
    {
        if (!int.TryParse(_header, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length))
        {
            _isBroken = true;
        }
        else if (length == 0)
        {
            IsReached = true;
        }
        else
        {
            _left = Math.Max(0, length - _header.Length);
        }
    }
}
