namespace FastDataOperator.Leadership;

/// <summary>One time in office. It ends by this process's own monotonic clock, whether or not any request returns.</summary>
internal sealed class LeadershipTerm : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _renewDeadline;

    // Without timers or links of their own there is nothing to free, and who led may look at their tokens after the term.
#pragma warning disable CA2213
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ending = new();
#pragma warning restore CA2213

    private readonly ITimer _timer;
    private long _renewedAt;
    private bool _isOver;

    /// <param name="renewedAt">A timestamp of <paramref name="timeProvider"/> from before the request was sent that took the Lease.</param>
    public LeadershipTerm(TimeProvider timeProvider, TimeSpan renewDeadline, long renewedAt)
    {
        _timeProvider = timeProvider;
        _renewDeadline = renewDeadline;
        _renewedAt = renewedAt;
        Lost = _lost.Token;
        Ending = _ending.Token;
        _timer = timeProvider.CreateTimer(_ => EndIfDue(), state: null, renewDeadline == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : Left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>That of a process that leads without asking, because it is the only one.</summary>
    public static LeadershipTerm Unlimited(TimeProvider timeProvider) => new(timeProvider, TimeSpan.MaxValue, timeProvider.GetTimestamp());

    /// <summary>Cancelled when somebody else may lead: stop whatever is under way.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Cancelled when the process stops, and with <see cref="Lost"/>: begin nothing more. What is under way may be finished
    /// while <see cref="IsCurrent"/>.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Whether nobody else can lead now. Asked right before everything that writes outside: after a long pause of the process, no timer
    /// has fired yet.</summary>
    public bool IsCurrent
    {
        get
        {
            lock (_lock)
            {
                return !_isOver && Left > TimeSpan.Zero;
            }
        }
    }

    /// <exception cref="LeadershipLostException">Not <see cref="IsCurrent"/>.</exception>
    public void ThrowIfOver()
    {
        if (!IsCurrent)
        {
            throw new LeadershipLostException(Lost);
        }
    }

    /// <summary>Prolongs the term, unless it is over: then nothing brings it back.</summary>
    /// <param name="renewedAt">From before the request was sent.</param>
    /// <returns>Whether it goes on.</returns>
    public bool TryRenew(long renewedAt)
    {
        lock (_lock)
        {
            if (_isOver || Left <= TimeSpan.Zero)
            {
                return false;
            }

            _renewedAt = renewedAt;
            if (Left > TimeSpan.Zero)
            {
                _timer.Change(Left, Timeout.InfiniteTimeSpan);
                return true;
            }
        }

        End();
        return false;
    }

    /// <summary>Tells that the process stops.</summary>
    public void Wind() => _ = _ending.CancelAsync();

    /// <summary>Ends the term now.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // Asynchronously: whoever reacts to it must not hold up a timer's thread.
        _ = _lost.CancelAsync();
        _ = _ending.CancelAsync();
    }

    /// <summary>Ends the term and frees its timer. The tokens stay good to look at.</summary>
    public void Dispose()
    {
        End();
        _timer.Dispose();
    }

    private TimeSpan Left => _renewDeadline - _timeProvider.GetElapsedTime(_renewedAt);

    private void EndIfDue()
    {
        lock (_lock)
        {
            var left = Left;
            if (!_isOver && left > TimeSpan.Zero)
            {
                // A renewal came first, or the timer was a little early.
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        End();
    }
}
