namespace FastDataOperator.Core.Configuration;

/// <summary>One place of a file that changes: the bytes from <paramref name="Start"/> to <paramref name="End"/> give way to <paramref name="Pieces"/>.</summary>
internal readonly record struct Splice(int Start, int End, IReadOnlyList<ReadOnlyMemory<byte>> Pieces)
{
    /// <summary>The file as pieces, with all splices made. They must not overlap; an insertion goes before a deletion that starts where it stands.</summary>
    public static List<ReadOnlyMemory<byte>> Apply(ReadOnlyMemory<byte> file, IEnumerable<Splice> splices)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        foreach (var splice in splices.OrderBy(splice => splice.Start).ThenBy(splice => splice.End))
        {
            Add(file[at..splice.Start]);
            foreach (var piece in splice.Pieces)
            {
                Add(piece);
            }

            at = splice.End;
        }

        Add(file[at..]);
        return pieces;

        void Add(ReadOnlyMemory<byte> piece)
        {
            if (!piece.IsEmpty)
            {
                pieces.Add(piece);
            }
        }
    }
}
