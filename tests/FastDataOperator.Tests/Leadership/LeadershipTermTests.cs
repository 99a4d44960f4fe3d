using FastDataOperator.Leadership;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Leadership;

public sealed class LeadershipTermTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly LeadershipTerm _term;

    public LeadershipTermTests() => _term = new LeadershipTerm(_time, Deadline, _time.GetTimestamp());

    public void Dispose() => _term.Dispose();

    [Fact]
    public void Term_GivenTheDeadlineHasNotPassed_ThenCurrent()
    {
        _time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        Assert.True(_term.IsCurrent);
        _term.ThrowIfOver();
        Assert.False(_term.Lost.IsCancellationRequested);
    }

    [Fact]
    public void Term_GivenTheDeadlinePassed_ThenOverForGood()
    {
        _time.Advance(Deadline);
        Assert.False(_term.IsCurrent);
        Assert.True(_term.Lost.IsCancellationRequested);
        Assert.True(_term.Ending.IsCancellationRequested);
        Assert.Equal(_term.Lost, Assert.Throws<LeadershipLostException>(_term.ThrowIfOver).CancellationToken);

        Assert.False(_term.TryRenew(_time.GetTimestamp()));
        Assert.False(_term.IsCurrent);
    }

    [Fact]
    public void Term_GivenAPausedProcessWhoseTimersHaveNotFired_ThenStillOver()
    {
        // As after SIGSTOP: the clock went on, the timer did not fire.
        var timeWithoutTimers = new FrozenTimers();
        using var term = new LeadershipTerm(timeWithoutTimers, Deadline, timeWithoutTimers.GetTimestamp());
        timeWithoutTimers.Elapse(Deadline);
        Assert.False(term.Lost.IsCancellationRequested);
        Assert.False(term.IsCurrent);
        Assert.False(term.TryRenew(timeWithoutTimers.GetTimestamp()));
        Assert.False(term.IsCurrent);
    }

    [Fact]
    public void TryRenew_GivenATimeBeforeTheRequest_ThenTheDeadlineCountsFromThere()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        var sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_term.TryRenew(sent));

        _time.Advance(TimeSpan.FromSeconds(24));
        Assert.True(_term.IsCurrent);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_term.IsCurrent);
        Assert.True(_term.Lost.IsCancellationRequested);
    }

    [Fact]
    public void Wind_GivenTheProcessStops_ThenEndingButStillCurrent()
    {
        _term.Wind();
        Assert.True(_term.Ending.IsCancellationRequested);
        Assert.False(_term.Lost.IsCancellationRequested);
        Assert.True(_term.IsCurrent);
    }

    [Fact]
    public void End_GivenATimeLeft_ThenOver()
    {
        _term.End();
        Assert.True(_term.Lost.IsCancellationRequested);
        Assert.False(_term.IsCurrent);
    }

    private sealed class FrozenTimers : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Elapse(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
