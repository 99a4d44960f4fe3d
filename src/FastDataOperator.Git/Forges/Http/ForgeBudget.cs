namespace FastDataOperator.Git.Forges.Http;

/// <summary>How many requests may still go to one forge with one token: our own measure (a token bucket, so that broken imports cannot use up what everybody shares), and what the forge says about its own.</summary>
internal sealed class ForgeBudget(ForgeProvider provider, string host, TimeProvider timeProvider)
{
    /// <summary>Requests that may be sent at once.</summary>
    public const int Burst = 100;

    /// <summary>Longest wait for one's turn; who would wait longer is told so at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Requests per second in the long run: 3,600 an hour, below the 5,000 that GitHub gives a token; the others give more, or have no limit unless they are set up with one.</summary>
    private readonly int _perSecond = provider == ForgeProvider.GitHub ? 1 : 5;

    private readonly Lock _lock = new();
    private double _tokens = Burst;
    private long _filled = timeProvider.GetTimestamp();
    private long _pausedFrom;
    private TimeSpan _pause;
    private long? _remaining;

    public ForgeProvider Provider => provider;

    public string Host => host;

    /// <summary>What the forge said last; <see langword="null"/> while it has said nothing.</summary>
    public long? Remaining
    {
        get
        {
            lock (_lock)
            {
                return _remaining;
            }
        }
    }

    /// <summary>Whether nothing is known that would have to be kept.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                Fill();
                return _tokens >= Burst && Paused() == TimeSpan.Zero;
            }
        }
    }

    /// <summary>Waits for the turn of one request.</summary>
    /// <exception cref="GitException">It would be too long a wait.</exception>
    public async Task TakeAsync(ForgeFailures failures, CancellationToken cancellationToken)
    {
        var wait = Reserve(failures);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, timeProvider, cancellationToken);
        }
    }

    /// <summary>Takes in what an answer says.</summary>
    /// <param name="refusal">What it means, if that is no success.</param>
    public void Observe(ForgeAnswer answer, GitException? refusal)
    {
        var remaining = RateLimitHeaders.Remaining(answer.Headers);
        lock (_lock)
        {
            _remaining = remaining ?? _remaining;
            var wait = refusal?.Reason == GitFailure.RateLimited ? refusal.RetryAfter : remaining == 0 || answer.IsSuccess ? RateLimitHeaders.RetryAfter(answer) : null;
            if (wait is { } pause && pause > Paused())
            {
                _pausedFrom = timeProvider.GetTimestamp();
                _pause = pause;
            }
        }
    }

    private TimeSpan Reserve(ForgeFailures failures)
    {
        lock (_lock)
        {
            var pause = Paused();
            if (pause > Patience)
            {
                throw failures.Fail(
                    GitFailure.RateLimited, true, $"asked to be left alone for another {pause.TotalSeconds:0} s: its rate limit is used up, so nothing was sent.", pause);
            }

            Fill();
            var turn = TimeSpan.FromSeconds(Math.Max(0, (1 - _tokens) / _perSecond));
            if (turn > Patience)
            {
                throw failures.Fail(
                    GitFailure.RateLimited, true,
                    $"was asked {Burst} times at once and {_perSecond} a second since with this token, which is the most that is sent, so that its rate limit is not used up.", turn);
            }

            _tokens--;
            return turn > pause ? turn : pause;
        }
    }

    private TimeSpan Paused()
    {
        var left = _pause - timeProvider.GetElapsedTime(_pausedFrom);
        return _pause == TimeSpan.Zero || left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void Fill()
    {
        var now = timeProvider.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (timeProvider.GetElapsedTime(_filled, now).TotalSeconds * _perSecond));
        _filled = now;
    }
}
