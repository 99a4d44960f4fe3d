using System.Buffers;
using System.Text;

namespace FastDataOperator.Core.Configuration;

/// <summary>Adds, replaces and removes members of one object as splices, so that all its other bytes stay (F1).</summary>
/// <param name="file">The bytes that the table's offsets are of.</param>
/// <param name="table">The object.</param>
/// <param name="style">The file's style.</param>
/// <param name="indentation">Of the line on which the object starts.</param>
internal sealed class ObjectEdit(ReadOnlyMemory<byte> file, MemberTable table, FileStyle style, ReadOnlyMemory<byte> indentation)
{
    private readonly List<Splice> _replaced = [];
    private readonly SortedSet<int> _removed = [];
    private readonly List<(byte[] Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> _inserted = [];
    private bool _keepOrder = true;

    /// <summary>The indentation of this object's members: their own where there are some, else one level more than the object's.</summary>
    public ReadOnlyMemory<byte> MemberIndentation { get; } = OfMembers(file, table, style, indentation);

    public void Replace(int member, IReadOnlyList<ReadOnlyMemory<byte>> value) =>
        _replaced.Add(new Splice(table.Members[member].ValueStart, table.Members[member].ValueEnd, value));

    public void Remove(int member) => _removed.Add(member);

    /// <summary>Adds a member in its sorted place where the object is sorted, else at the end.</summary>
    public void Insert(string name, IReadOnlyList<ReadOnlyMemory<byte>> value) => _inserted.Add((Encoding.UTF8.GetBytes(name), value));

    /// <summary>Adds a member at the end, whatever the order.</summary>
    public void Append(string name, IReadOnlyList<ReadOnlyMemory<byte>> value)
    {
        _keepOrder = false;
        Insert(name, value);
    }

    public List<Splice> Splices()
    {
        List<int> kept = new(table.Members.Count);
        for (var member = 0; member < table.Members.Count; member++)
        {
            if (!_removed.Contains(member))
            {
                kept.Add(member);
            }
        }

        if (kept.Count == 0)
        {
            return _inserted.Count > 0 || table.Members.Count > 0 ? [WholeInside()] : [];
        }

        return [.. Removals(kept[0]), .. Insertions(kept), .. _replaced];
    }

    /// <summary>A new object that holds these members, for a place where there was none; in order of name, or as they come.</summary>
    public static List<ReadOnlyMemory<byte>> NewObject(
        FileStyle style, ReadOnlyMemory<byte> indentation, IEnumerable<(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> members, bool sorted = true)
    {
        ReadOnlyMemory<byte> empty = "{}"u8.ToArray();
        var table = new MemberTable(empty, 0, 0) { End = 2 };
        var edit = new ObjectEdit(empty, table, style, indentation) { _keepOrder = sorted };
        foreach (var (name, value) in members)
        {
            edit.Insert(name, value);
        }

        return Splice.Apply(empty, edit.Splices());
    }

    private static ReadOnlyMemory<byte> OfMembers(ReadOnlyMemory<byte> file, MemberTable table, FileStyle style, ReadOnlyMemory<byte> indentation)
    {
        if (table.Members.Count > 0)
        {
            var before = FileStyle.Before(file, table, table.Members.Count - 1);
            return before[(before.Span.LastIndexOf((byte)'\n') + 1)..];
        }

        return (byte[])[.. indentation.Span, .. style.Indent.Span];
    }

    private Splice WholeInside()
    {
        List<ReadOnlyMemory<byte>> pieces = [];
        foreach (var (name, value) in _keepOrder ? InOrder(_inserted) : _inserted)
        {
            if (pieces.Count > 0)
            {
                pieces.Add(Comma);
                pieces.Add(style.AfterComma);
            }

            pieces.Add(LineStart(MemberIndentation));
            AddMember(pieces, name, value);
        }

        if (pieces.Count > 0)
        {
            pieces.Add(LineStart(indentation));
        }

        return new Splice(table.Start + 1, table.End - 1, pieces);
    }

    private IEnumerable<Splice> Removals(int firstKept)
    {
        if (firstKept > 0)
        {
            yield return new Splice(table.Members[0].NameStart, table.Members[firstKept].NameStart, []);
        }

        foreach (var member in _removed.Where(member => member > firstKept))
        {
            yield return new Splice(table.Members[member - 1].ValueEnd, table.Members[member].ValueEnd, []);
        }
    }

    private IEnumerable<Splice> Insertions(List<int> kept)
    {
        var isSorted = _keepOrder && table.IsSorted();
        foreach (var (name, value) in isSorted ? InOrder(_inserted) : _inserted)
        {
            var after = isSorted ? LastBefore(kept, name) : kept.Count - 1;
            var place = after < 0 ? table.Members[0].NameStart : table.Members[kept[after]].ValueEnd;
            List<ReadOnlyMemory<byte>> pieces = new(value.Count + 3);
            if (after >= 0)
            {
                pieces.Add(Comma);
                pieces.Add(BeforeMember);
            }

            AddMember(pieces, name, value);
            if (after < 0)
            {
                pieces.Add(Comma);
                pieces.Add(BeforeMember);
            }

            yield return new Splice(place, place, pieces);
        }
    }

    /// <returns>The place in <paramref name="kept"/> of the last member whose name sorts before this one, or -1.</returns>
    private int LastBefore(List<int> kept, byte[] name)
    {
        var (low, high) = (0, kept.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = table.NameBytes(kept[middle]).SequenceCompareTo(name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    /// <summary>What separates members here: as in front of the last one, which also stands behind a comma unless it is the only one.</summary>
    private ReadOnlyMemory<byte> BeforeMember =>
        table.Members.Count == 1 && style.NewLine.IsEmpty ? style.AfterComma : FileStyle.Before(file, table, table.Members.Count - 1);

    private static ReadOnlyMemory<byte> Comma { get; } = ","u8.ToArray();

    private ReadOnlyMemory<byte> LineStart(ReadOnlyMemory<byte> indent) =>
        style.NewLine.IsEmpty ? default : (byte[])[.. style.NewLine.Span, .. indent.Span];

    private void AddMember(List<ReadOnlyMemory<byte>> pieces, byte[] name, IReadOnlyList<ReadOnlyMemory<byte>> value)
    {
        var start = new ArrayBufferWriter<byte>(name.Length + 8);
        JsonText.WriteString(start, name);
        start.Write(style.Colon.Span);
        pieces.Add(start.WrittenMemory);
        pieces.AddRange(value);
    }

    private static IEnumerable<(byte[] Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> InOrder(IEnumerable<(byte[] Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)> members) =>
        members.Order(Comparer<(byte[] Name, IReadOnlyList<ReadOnlyMemory<byte>> Value)>.Create((left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name)));
}
