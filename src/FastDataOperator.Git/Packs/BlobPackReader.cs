using System.Buffers.Binary;
using System.IO.Compression;
using FastDataOperator.Git.Objects;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Packs;

/// <summary>Reads a pack of whole blobs straight into memory, without a file and without a second copy (gitformat-pack(5)).</summary>
internal sealed class BlobPackReader(GitOperation operation, PackResponse response)
{
    /// <summary>Most output that one byte of compressed input can stand for.</summary>
    private const int MaxExpansion = 1032;

    /// <summary>Input that the decompressor may hold back.</summary>
    private const int HeldBack = 16;

    private const int MaxRead = 128 * 1024;

    /// <summary>How many objects follow.</summary>
    /// <exception cref="FormatException">This is no pack.</exception>
    public int ReadCount()
    {
        Span<byte> header = stackalloc byte[12];
        Fill(header);
        return header.StartsWith("PACK"u8) && BinaryPrimitives.ReadInt32BigEndian(header[4..]) is 2 or 3
            ? BinaryPrimitives.ReadInt32BigEndian(header[8..])
            : throw new FormatException("the files did not come as a pack");
    }

    /// <summary>Kind and size of the next object.</summary>
    public (int Kind, long Size) ReadHeader()
    {
        var value = ReadByte();
        var kind = (value >> 4) & 7;
        long size = value & 0x0f;
        for (var shift = 4; (value & 0x80) != 0; shift += 7)
        {
            value = ReadByte();
            if (shift > 53)
            {
                throw new FormatException("a file's size has too many digits");
            }

            size |= (long)(value & 0x7f) << shift;
        }

        return (kind, size);
    }

    /// <summary>The next blob's content, and its name by that content.</summary>
    /// <param name="size">As its header says, and not more than the caller wants in memory.</param>
    /// <exception cref="FormatException">It is not compressed as it should be, or has another size.</exception>
    public (string Id, BlobMemory Content) ReadBlob(int size)
    {
#pragma warning disable CA2000 // the caller's, or disposed
        var blob = new BlobMemory(size);
#pragma warning restore CA2000
        try
        {
            using var hash = ObjectHash.OfObject("blob", size);
            Inflate(blob.GetSpan(), hash);
            return (Convert.ToHexStringLower(hash.Finish()), blob);
        }
        catch
        {
            ((IDisposable)blob).Dispose();
            throw;
        }
    }

    private void Inflate(Span<byte> content, ObjectHash hash)
    {
        using var inflated = new ZLibStream(response, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            while (!content.IsEmpty)
            {
                operation.ThrowIfOver();

                // The next object begins where this one's compressed bytes end, which only decompressing tells. So no more is taken than the
                // rest cannot do without; near the end that is a byte at a time.
                response.MaxRead = Math.Max(1, (content.Length / MaxExpansion) - HeldBack);
                var count = inflated.Read(content[..Math.Min(content.Length, MaxRead)]);
                if (count == 0)
                {
                    throw new FormatException("a file is shorter than its pack says");
                }

                hash.Add(content[..count]);
                content = content[count..];
            }

            response.MaxRead = 1;
            if (inflated.ReadByte() >= 0)
            {
                throw new FormatException("a file is longer than its pack says");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // What zlib has no name for (RFC 1950's preset dictionary, for one) ZLibStream throws as an IOException; the response's own failures are none.
            throw new FormatException("a file is not compressed as packs are", exception);
        }
        finally
        {
            response.MaxRead = int.MaxValue;
        }
    }

    private byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        Fill(one);
        return one[0];
    }

    private void Fill(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = response.Read(buffer);
            buffer = count > 0 ? buffer[count..] : throw new FormatException("the pack of files is cut off");
        }
    }
}
