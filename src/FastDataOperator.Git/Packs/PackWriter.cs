using System.Buffers.Binary;
using System.IO.Compression;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Packs;

/// <summary>Writes a pack (gitformat-pack(5)) into a request while it is sent.</summary>
internal sealed class PackWriter : IDisposable
{
    private const int Version = 2;

    private readonly PackStream _stream;

    /// <param name="count">How many objects will be added.</param>
    public PackWriter(GitOperation operation, ISmartExchange exchange, int count)
    {
        _stream = new PackStream(operation, exchange);
        Span<byte> header = stackalloc byte[12];
        "PACK"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Version);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], count);
        _stream.Write(header);
    }

    public void Add(ObjectKind kind, params IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var size = 0L;
        foreach (var piece in pieces)
        {
            size += piece.Length;
        }

        WriteHeader(kind, size);
        using var compressed = Compressed();
        foreach (var piece in pieces)
        {
            compressed.Write(piece.Span);
        }
    }

    /// <param name="baseName">The blob that the delta changes.</param>
    public void Add(BlobDelta delta, ReadOnlySpan<byte> baseName)
    {
        WriteHeader(ObjectKind.ReferenceDelta, delta.Length);
        _stream.Write(baseName);
        using var compressed = Compressed();
        delta.WriteTo(compressed);
    }

    /// <summary>Writes the checksum that ends the pack.</summary>
    public void Finish() => _stream.WriteHash();

    public void Dispose() => _stream.Dispose();

    private ZLibStream Compressed() => new(_stream, CompressionLevel.Optimal, leaveOpen: true);

    /// <summary>Kind and size: four bits of the size in the first byte, seven in each that follows.</summary>
    private void WriteHeader(ObjectKind kind, long size)
    {
        var first = ((int)kind << 4) | (int)(size & 0x0f);
        for (size >>= 4; size > 0; size >>= 7)
        {
            _stream.WriteByte((byte)(first | 0x80));
            first = (int)(size & 0x7f);
        }

        _stream.WriteByte((byte)first);
    }
}
