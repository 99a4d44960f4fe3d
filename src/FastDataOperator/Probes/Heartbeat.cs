namespace FastDataOperator.Probes;

/// <summary>The pulse of one loop. Safe for use from any thread.</summary>
internal sealed class Heartbeat
{
    private const long Never = long.MaxValue;

    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _limit;
    private readonly Func<TimeSpan>? _silence;
    private long _due;

    /// <param name="name">What is stuck when it stops.</param>
    /// <param name="limit">The longest silence after <see cref="Beat"/>.</param>
    /// <param name="timeProvider">Measures it.</param>
    /// <param name="silence">How long it has been silent, where the loop knows it itself and never beats.</param>
    internal Heartbeat(string name, TimeSpan limit, TimeProvider timeProvider, Func<TimeSpan>? silence = null)
    {
        _silence = silence;
        Name = name;
        _limit = limit;
        _timeProvider = timeProvider;
        Beat();
    }

    public string Name { get; }

    /// <summary>Whether the limit has not passed.</summary>
    public bool IsAlive => Overdue == TimeSpan.Zero;

    /// <summary>How long the limit has passed; zero as long as it has not.</summary>
    public TimeSpan Overdue
    {
        get
        {
            if (_silence is not null)
            {
                return _silence() is var silent && silent > _limit ? silent - _limit : TimeSpan.Zero;
            }

            var (due, now) = (Interlocked.Read(ref _due), _timeProvider.GetTimestamp());
            return now > due ? _timeProvider.GetElapsedTime(due, now) : TimeSpan.Zero;
        }
    }

    /// <summary>Something moved; the next sign is due within the limit that was registered.</summary>
    public void Beat() => Start(_limit);

    /// <summary>A piece of work begins that may take as long as this, whatever limit was registered.</summary>
    public void Start(TimeSpan limit) => Interlocked.Exchange(ref _due, _timeProvider.GetTimestamp() + (long)(limit.TotalSeconds * _timeProvider.TimestampFrequency));

    /// <summary>Nothing to do: silence means nothing until the next sign.</summary>
    public void Rest() => Interlocked.Exchange(ref _due, Never);
}
