using System.Diagnostics.Metrics;

namespace FastDataOperator.WorkQueues;

/// <summary>Keys that wait for a worker, each at most once and never with two workers at a time (client-go's <c>workqueue</c>).</summary>
/// <remarks>A key that is added while a worker has it comes once more after <see cref="Done"/>, so that no change is missed.
/// There is no order to shut down: workers stop by cancelling <see cref="TakeAsync"/>.</remarks>
internal sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Timers take no longer wait; a later due time is looked at again then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();

    /// <summary>Keys with work to do, and since when; in a line too, except while a worker has them.</summary>
    private readonly Dictionary<TKey, long> _dirty = [];

    /// <summary>Keys that a worker has, and since when.</summary>
    private readonly Dictionary<TKey, long> _processing = [];

    private readonly DueTimes<TKey> _dueTimes = new();
    private readonly FairLines<TKey> _lines;
    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly WorkQueueMetrics _metrics;

    /// <summary>First come, first served.</summary>
    /// <inheritdoc cref="WorkQueue{TKey}(string, TimeProvider, Meter, FairLines{TKey})"/>
    public WorkQueue(string name, TimeProvider timeProvider, Meter meter)
        : this(name, timeProvider, meter, new FairLines<TKey>(static _ => "", int.MaxValue))
    {
    }

    /// <param name="name">Labels the metrics, as <c>name</c> and <c>controller</c>.</param>
    /// <param name="lines">Who comes first; the queue's own from now on.</param>
    public WorkQueue(string name, TimeProvider timeProvider, Meter meter, FairLines<TKey> lines)
    {
        _lines = lines;
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _metrics = new WorkQueueMetrics(meter, name, () => Depth, () => UnfinishedWork, () => LongestRunning);
        _timer = timeProvider.CreateTimer(_ => AddDue(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many keys wait for a worker now; neither those that a worker has nor those that are due later.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _lines.Waiting;
            }
        }
    }

    /// <summary>How long the oldest running work has run; zero while no worker has a key.</summary>
    public TimeSpan LongestRunning
    {
        get
        {
            lock (_lock)
            {
                return _processing.Count == 0 ? TimeSpan.Zero : _timeProvider.GetElapsedTime(_processing.Values.Min());
            }
        }
    }

    private TimeSpan UnfinishedWork
    {
        get
        {
            lock (_lock)
            {
                return _processing.Values.Aggregate(TimeSpan.Zero, (sum, since) => sum + _timeProvider.GetElapsedTime(since));
            }
        }
    }

    /// <summary>Asks for work on a key now. What <see cref="Schedule"/> asked for stays due.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            AddLocked(key);
        }
    }

    /// <summary>Asks for work on a key later, in place of the due time it had; at once if <paramref name="after"/> is not positive.</summary>
    public void Schedule(TKey key, TimeSpan after)
    {
        lock (_lock)
        {
            _metrics.Retried();
            if (after <= TimeSpan.Zero)
            {
                _dueTimes.Remove(key);
                AddLocked(key);
            }
            else
            {
                var now = Now;
                _dueTimes.Set(key, after < TimeSpan.MaxValue - now ? now + after : TimeSpan.MaxValue);
            }

            SetTimer();
        }
    }

    /// <summary>Drops a key's due time. Work that was asked for already is still done.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _dueTimes.Remove(key);
            SetTimer();
        }
    }

    /// <summary>Waits for a key; the caller has it until <see cref="Done"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no key was taken.</exception>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        var line = await _lines.TurnAsync(cancellationToken);
        lock (_lock)
        {
            var key = _lines.Take(line);
            var now = _timeProvider.GetTimestamp();
            _dirty.Remove(key, out var since);
            _processing.Add(key, now);
            _metrics.Taken(_timeProvider.GetElapsedTime(since, now));
            return key;
        }
    }

    /// <summary>Gives a key back, whatever became of its work.</summary>
    /// <exception cref="ArgumentException">The key was not taken.</exception>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_processing.Remove(key, out var since))
            {
                throw new ArgumentException($"{key} is not being worked on", nameof(key));
            }

            _metrics.Worked(_timeProvider.GetElapsedTime(since));
            if (_dirty.ContainsKey(key))
            {
                _lines.Add(key);
            }

            _lines.Done(key);
        }
    }

    public void Dispose() => _timer.Dispose();

    private TimeSpan Now => _timeProvider.GetElapsedTime(_start);

    private void AddLocked(TKey key)
    {
        if (!_dirty.TryAdd(key, _timeProvider.GetTimestamp()))
        {
            return;
        }

        _metrics.Added();
        if (!_processing.ContainsKey(key))
        {
            _lines.Add(key);
        }
    }

    private void AddDue()
    {
        lock (_lock)
        {
            var now = Now;
            while (_dueTimes.TryTake(now, out var key))
            {
                AddLocked(key);
            }

            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_dueTimes.Earliest is not { } earliest)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Timers know milliseconds: rounded down, this would fire too early, again and again until the time has come.
        var wait = TimeSpan.FromMilliseconds(long.Max(0, (long)Math.Ceiling((earliest - Now).TotalMilliseconds)));
        _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }
}
