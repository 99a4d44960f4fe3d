namespace FastDataOperator.WorkQueues;

/// <summary>One writer at a time per lane (a destination repository and branch) without a worker that waits: a key that finds its lane
/// taken is parked and woken when its turn has come, first come, first served.</summary>
/// <remarks>
/// The woken key holds the lane already, so nobody overtakes it. That it always gives it back is the caller's part: every pass over a key
/// ends with <see cref="Leave"/>, whether it wrote or not, except the one whose <see cref="TryEnter"/> said <see langword="false"/>.
/// A key has one lane at most, so lanes cannot wait for each other.
/// </remarks>
/// <param name="wake">Queues a key for another pass; called outside of all locks.</param>
internal sealed class WriterLanes<TLane, TKey>(Action<TKey> wake)
    where TLane : notnull
    where TKey : notnull
{
    private readonly Lock _lock = new();

    /// <summary>Who holds or waits for a lane, the holder first.</summary>
    private readonly Dictionary<TLane, LinkedList<TKey>> _lanes = [];

    private readonly Dictionary<TKey, TLane> _laneOf = [];

    /// <summary>Takes the lane, or parks the key until the lane is its own. Another lane that the key held or waited for is left.</summary>
    /// <returns>Whether the key may write now.</returns>
    public bool TryEnter(TLane lane, TKey key)
    {
        Woken next = default;
        bool entered;
        lock (_lock)
        {
            if (_laneOf.TryGetValue(key, out var previous) && !EqualityComparer<TLane>.Default.Equals(previous, lane))
            {
                next = LeaveLocked(key);
            }

            if (!_lanes.TryGetValue(lane, out var line))
            {
                _lanes.Add(lane, line = new LinkedList<TKey>());
            }

            if (_laneOf.TryAdd(key, lane))
            {
                line.AddLast(key);
            }

            entered = EqualityComparer<TKey>.Default.Equals(line.First!.Value, key);
        }

        Wake(next);
        return entered;
    }

    /// <summary>Gives up the lane that the key holds or waits for, if any, and wakes the next.</summary>
    public void Leave(TKey key)
    {
        Woken next;
        lock (_lock)
        {
            next = LeaveLocked(key);
        }

        Wake(next);
    }

    private Woken LeaveLocked(TKey key)
    {
        if (!_laneOf.Remove(key, out var lane))
        {
            return default;
        }

        var line = _lanes[lane];
        var held = EqualityComparer<TKey>.Default.Equals(line.First!.Value, key);
        line.Remove(key);
        if (line.Count == 0)
        {
            _lanes.Remove(lane);
            return default;
        }

        return held ? new Woken(true, line.First!.Value) : default;
    }

    private void Wake(Woken next)
    {
        if (next.IsAny)
        {
            wake(next.Key);
        }
    }

    private readonly record struct Woken(bool IsAny, TKey Key);
}
