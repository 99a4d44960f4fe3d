namespace FastDataOperator.WorkQueues;

/// <summary>How long to wait after each failure in a row of one key: 750 ms, doubling up to 15 minutes, each up to a fifth sooner
/// so that what failed together does not return together.</summary>
/// <param name="chance">Even between 0 and 1; called by one thread at a time.</param>
internal sealed class Backoff<TKey>(Func<double> chance)
    where TKey : notnull
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(750);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const double Jitter = 0.2;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, int> _failures = [];

    /// <summary>Counts one more failure.</summary>
    /// <returns>Whole milliseconds.</returns>
    public TimeSpan Next(TKey key)
    {
        lock (_lock)
        {
            var failures = _failures.GetValueOrDefault(key);
            var wait = Math.Min(Shortest.TotalMilliseconds * Math.Pow(2, failures), Longest.TotalMilliseconds);
            if (wait < Longest.TotalMilliseconds)
            {
                _failures[key] = failures + 1;
            }

            return TimeSpan.FromMilliseconds(Math.Round(wait * (1 - (Jitter * chance()))));
        }
    }

    /// <summary>Starts over: the key succeeded, or is gone.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }
}
