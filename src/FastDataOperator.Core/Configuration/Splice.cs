namespace FastDataOperator.Core.Configuration;

/// <summary>One place of a file that changes: the bytes from <paramref name="Start"/> to <paramref name="End"/> give way to <paramref name="Pieces"/>.</summary>
internal readonly record struct Splice(int Start, int End, IReadOnlyList<ReadOnlyMemory<byte>> Pieces)
{
    /// <summary>The file as pieces, with all splices made. They must not overlap. Insertions at one place keep their order, and go before a
    /// deletion that starts there.</summary>
    public static List<ReadOnlyMemory<byte>> Apply(ReadOnlyMemory<byte> file, List<Splice> splices)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(splices.Sum(splice => splice.Pieces.Count) + splices.Count + 1);
        var at = 0;
        foreach (var splice in splices.Count > 1 ? splices.OrderBy(splice => splice.Start).ThenBy(splice => splice.End) : splices.AsEnumerable())
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
