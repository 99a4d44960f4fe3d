using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastDataOperator.Git.Protocol;

/// <summary>Writes pkt-lines (gitprotocol-common(5)).</summary>
internal sealed class PacketLineWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Line(ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[4];
        (content.Length + 4).TryFormat(length, out _, "x4", CultureInfo.InvariantCulture);
        _buffer.Write(length);
        _buffer.Write(content);
    }

    public void Line(string content) => Line(Encoding.UTF8.GetBytes(content));

    public void Flush() => _buffer.Write("0000"u8);

    public void Delimiter() => _buffer.Write("0001"u8);
}
