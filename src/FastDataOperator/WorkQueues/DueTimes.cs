using System.Diagnostics.CodeAnalysis;

namespace FastDataOperator.WorkQueues;

/// <summary>One due time per key, the earliest first, counted from any one moment. Not safe for threads.</summary>
internal sealed class DueTimes<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _entries = [];

    // A sorted set and not a heap: a heap cannot drop the time that a newer one replaces, and would grow with every change of an object.
    private readonly SortedSet<Entry> _sorted = new(Comparer<Entry>.Create(static (left, right) =>
        left.Due != right.Due ? left.Due.CompareTo(right.Due) : left.Order.CompareTo(right.Order)));

    private long _order;

    /// <summary><see langword="null"/> while nothing is due.</summary>
    public TimeSpan? Earliest => _sorted.Count == 0 ? null : _sorted.Min.Due;

    public void Set(TKey key, TimeSpan due)
    {
        Remove(key);
        var entry = new Entry(key, due, _order++);
        _entries.Add(key, entry);
        _sorted.Add(entry);
    }

    public void Remove(TKey key)
    {
        if (_entries.Remove(key, out var entry))
        {
            _sorted.Remove(entry);
        }
    }

    /// <summary>Takes out the key that is due first, if its time has come.</summary>
    public bool TryTake(TimeSpan now, [MaybeNullWhen(false)] out TKey key)
    {
        if (Earliest is not { } earliest || earliest > now)
        {
            key = default;
            return false;
        }

        key = _sorted.Min.Key;
        Remove(key);
        return true;
    }

    /// <param name="Order">Tells entries of one time apart, the older first.</param>
    private readonly record struct Entry(TKey Key, TimeSpan Due, long Order);
}
