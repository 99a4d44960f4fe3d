namespace FastDataOperator.Webhooks;

/// <summary>How often somebody may come: a burst at once, and then so many a second. Safe for threads.</summary>
/// <param name="burst">At once, after a time of silence.</param>
/// <param name="perSecond">In the long run.</param>
/// <param name="timeProvider">Refills it.</param>
internal sealed class SenderBudget<TKey>(double burst, double perSecond, TimeProvider timeProvider)
    where TKey : notnull
{
    /// <summary>Remembered at a time. Whoever comes with more addresses than this gets nothing that one address with a budget would not.</summary>
    private const int MostSenders = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (double Left, long At)> _senders = [];

    public bool TryTake(TKey sender)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            if (_senders.Count >= MostSenders && !_senders.ContainsKey(sender))
            {
                Forget(now);
            }

            var left = _senders.TryGetValue(sender, out var known) ? Refilled(known, now) : burst;
            _senders[sender] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }

    private double Refilled((double Left, long At) known, long now) => Math.Min(burst, known.Left + (timeProvider.GetElapsedTime(known.At, now).TotalSeconds * perSecond));

    /// <summary>Those whose budget is whole again; all where that is nobody.</summary>
    private void Forget(long now)
    {
        foreach (var (sender, known) in _senders)
        {
            if (Refilled(known, now) >= burst)
            {
                _senders.Remove(sender);
            }
        }

        if (_senders.Count >= MostSenders)
        {
            _senders.Clear();
        }
    }
}
