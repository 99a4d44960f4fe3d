using System.Collections.Concurrent;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>The real clock, but waits of up to ten seconds are over at once and remembered: those between two tries, and for one's turn.</summary>
internal sealed class HastyTime : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isWait = dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(10);
        if (isWait)
        {
            _waits.Enqueue(dueTime);
        }

        return base.CreateTimer(callback, state, isWait ? TimeSpan.Zero : dueTime, period);
    }
}
