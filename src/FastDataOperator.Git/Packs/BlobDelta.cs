using System.Runtime.InteropServices;
using FastDataOperator.Git.Objects;

namespace FastDataOperator.Git.Packs;

/// <summary>A new content as the changes to a blob that the server has (gitformat-pack(5), deltified representation). Nothing is searched:
/// the pieces say themselves which of them are slices of that blob.</summary>
internal sealed class BlobDelta
{
    /// <summary>What Git itself writes at most. The format allows more, but nobody is known to have sent it.</summary>
    private const int MaxCopy = 0x10000;

    private const int MaxInsert = 127;
    private const int MaxInstruction = 8;

    private readonly List<Part> _parts = [];
    private readonly int _baseSize;
    private readonly long _size;
    private long _copied;

    private BlobDelta(BlobMemory old, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _baseSize = old.Memory.Length;
        foreach (var piece in pieces)
        {
            Add(old, piece);
            _size += piece.Length;
        }
    }

    /// <summary>Bytes of the delta before it is compressed.</summary>
    public long Length
    {
        get
        {
            Span<byte> number = stackalloc byte[MaxInstruction * 2];
            long length = WriteSize(number, _baseSize) + WriteSize(number, _size);
            foreach (var part in _parts)
            {
                length += part.IsCopy ? CopyLength(part) : part.Length + ((part.Length + MaxInsert - 1) / MaxInsert);
            }

            return length;
        }
    }

    /// <summary>The changes, or null where the new content has little of the old one.</summary>
    /// <param name="old">The blob's content.</param>
    /// <param name="pieces">The new content; a piece counts as the old content's when it is a slice of that very memory.</param>
    public static BlobDelta? Create(BlobMemory old, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var delta = new BlobDelta(old, pieces);
        return delta._copied > delta._size / 2 ? delta : null;
    }

    public void WriteTo(Stream stream)
    {
        Span<byte> buffer = stackalloc byte[MaxInstruction * 2];
        stream.Write(buffer[..WriteSize(buffer, _baseSize)]);
        stream.Write(buffer[..WriteSize(buffer, _size)]);
        foreach (var part in _parts)
        {
            if (part.IsCopy)
            {
                for (var done = 0; done < part.Length; done += MaxCopy)
                {
                    stream.Write(buffer[..WriteCopy(buffer, part.Offset + done, Math.Min(MaxCopy, part.Length - done))]);
                }
            }
            else
            {
                WriteInserts(stream, part.Literal.Span);
            }
        }
    }

    private static void WriteInserts(Stream stream, ReadOnlySpan<byte> literal)
    {
        while (!literal.IsEmpty)
        {
            var count = Math.Min(MaxInsert, literal.Length);
            stream.WriteByte((byte)count);
            stream.Write(literal[..count]);
            literal = literal[count..];
        }
    }

    private static int CopyLength(Part part)
    {
        Span<byte> buffer = stackalloc byte[MaxInstruction];
        var length = 0;
        for (var done = 0; done < part.Length; done += MaxCopy)
        {
            length += WriteCopy(buffer, part.Offset + done, Math.Min(MaxCopy, part.Length - done));
        }

        return length;
    }

    /// <summary>One instruction: a byte that says which bytes of offset and size follow; those that are zero do not.</summary>
    private static int WriteCopy(Span<byte> buffer, int offset, int size)
    {
        var length = 1;
        buffer[0] = 0x80;
        for (var at = 0; at < 4; at++)
        {
            if ((byte)(offset >> (8 * at)) is not 0 and var value)
            {
                buffer[0] |= (byte)(1 << at);
                buffer[length++] = value;
            }
        }

        // The largest size is written as none.
        for (var at = 0; at < 2; at++)
        {
            if ((byte)(size >> (8 * at)) is not 0 and var value)
            {
                buffer[0] |= (byte)(0x10 << at);
                buffer[length++] = value;
            }
        }

        return length;
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static int WriteSize(Span<byte> buffer, long size)
    {
        var length = 0;
        for (; size >= 0x80; size >>= 7)
        {
            buffer[length++] = (byte)(size | 0x80);
        }

        buffer[length++] = (byte)size;
        return length;
    }

    private void Add(BlobMemory old, ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

#pragma warning disable CA2000 // found, not made
        if (!MemoryMarshal.TryGetMemoryManager<byte, BlobMemory>(piece, out var owner, out var offset, out var length) || owner != old)
#pragma warning restore CA2000
        {
            _parts.Add(new Part(piece, 0, piece.Length, IsCopy: false));
            return;
        }

        _copied += length;
        if (_parts.Count > 0 && _parts[^1] is { IsCopy: true } last && last.Offset + last.Length == offset)
        {
            _parts[^1] = last with { Length = last.Length + length };
        }
        else
        {
            _parts.Add(new Part(default, offset, length, IsCopy: true));
        }
    }

    private readonly record struct Part(ReadOnlyMemory<byte> Literal, int Offset, int Length, bool IsCopy);
}
