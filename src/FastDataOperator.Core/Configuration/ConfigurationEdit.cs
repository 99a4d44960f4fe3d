namespace FastDataOperator.Core.Configuration;

/// <summary>A file as the pieces it is written from: slices of the file before, with what the edit puts between them (F1).
/// Nothing the size of the file is copied.</summary>
public sealed class ConfigurationEdit
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _pieces;

    internal ConfigurationEdit(IReadOnlyList<ReadOnlyMemory<byte>> pieces, int spliceCount)
    {
        _pieces = pieces;
        SpliceCount = spliceCount;
        foreach (var piece in pieces)
        {
            Length += piece.Length;
        }
    }

    /// <summary>The new file's size in bytes.</summary>
    public long Length { get; }

    /// <summary>How many places of the file change; 0 when it stays as it is.</summary>
    public int SpliceCount { get; }

    /// <summary>The new file's content, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => _pieces;

    /// <summary>The new file's content in one array.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        var at = 0;
        foreach (var piece in _pieces)
        {
            piece.Span.CopyTo(all.AsSpan(at));
            at += piece.Length;
        }

        return all;
    }
}
