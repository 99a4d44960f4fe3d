using System.Text;

namespace FastDataOperator.Core.Configuration;

/// <summary>The members of one object of a file: where they lie, in order, and found by name. Names are compared as what they mean, so that
/// <c>"\u0061"</c> is <c>"a"</c>; no string is made for a name that nobody asks for.</summary>
internal sealed class MemberTable
{
    private readonly ReadOnlyMemory<byte> _file;
    private Member[] _members = [];
    private int[] _buckets = [];

    /// <param name="file">The whole file.</param>
    /// <param name="start">The offset of the object's opening brace.</param>
    /// <param name="depth">How many objects this one lies in.</param>
    public MemberTable(ReadOnlyMemory<byte> file, int start, int depth)
    {
        _file = file;
        Start = start;
        Depth = depth;
    }

    public int Start { get; }

    /// <summary>Behind the closing brace.</summary>
    public int End { get; set; }

    public int Depth { get; }

    public IReadOnlyList<Member> Members => _members;

    /// <summary>Takes the members, in order, and makes them findable.</summary>
    /// <returns>The index of the first member whose name stands there before, or -1.</returns>
    public int Fill(ReadOnlySpan<Member> members)
    {
        _members = members.ToArray();
        _buckets = new int[(_members.Length * 2) + 1];
        for (var index = 0; index < _members.Length; index++)
        {
            var name = NameBytes(index);
            var bucket = Bucket(name);
            while (_buckets[bucket] != 0)
            {
                if (name.SequenceEqual(NameBytes(_buckets[bucket] - 1)))
                {
                    return index;
                }

                bucket = (bucket + 1) % _buckets.Length;
            }

            _buckets[bucket] = index + 1;
        }

        return -1;
    }

    /// <returns>The member's index, or -1.</returns>
    public int Find(ReadOnlySpan<byte> name)
    {
        var bucket = Bucket(name);
        while (_buckets[bucket] != 0)
        {
            if (name.SequenceEqual(NameBytes(_buckets[bucket] - 1)))
            {
                return _buckets[bucket] - 1;
            }

            bucket = (bucket + 1) % _buckets.Length;
        }

        return -1;
    }

    public int Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    public string Name(int index) => Encoding.UTF8.GetString(NameBytes(index));

    /// <summary>A member's name as it is meant, in UTF-8.</summary>
    public ReadOnlySpan<byte> NameBytes(int index)
    {
        var member = _members[index];
        var quoted = _file.Span[member.NameStart..member.NameEnd];
        return quoted.Contains((byte)'\\') ? JsonText.Unescape(quoted) : quoted[1..^1];
    }

    /// <summary>Whether the names stand in ascending order of their UTF-8 bytes; so do fewer than two.</summary>
    public bool IsSorted()
    {
        for (var index = 1; index < _members.Length; index++)
        {
            if (NameBytes(index - 1).SequenceCompareTo(NameBytes(index)) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private int Bucket(ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.AddBytes(name);
        return (int)((uint)hash.ToHashCode() % (uint)_buckets.Length);
    }
}
