using System.Buffers;

namespace FastDataOperator.Core.Configuration;

/// <summary>Members of the objects that a pass is inside of, innermost last, in one rented array.</summary>
internal sealed class MemberStack : IDisposable
{
    private Member[] _members = ArrayPool<Member>.Shared.Rent(64);

    public int Count { get; private set; }

    public void Push(Member member)
    {
        if (Count == _members.Length)
        {
            var larger = ArrayPool<Member>.Shared.Rent(Count * 2);
            _members.CopyTo(larger, 0);
            ArrayPool<Member>.Shared.Return(_members);
            _members = larger;
        }

        _members[Count++] = member;
    }

    /// <summary>Takes off the members of the innermost object.</summary>
    /// <param name="first">How many there were when that object began.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<Member> PopFrom(int first)
    {
        var members = _members.AsSpan(first..Count);
        Count = first;
        return members;
    }

    public void Dispose() => ArrayPool<Member>.Shared.Return(_members);
}
