using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests;

/// <summary>A fake clock that tells when the code under test has begun to wait for it, so that a test that also uses real sockets
/// moves the clock only then.</summary>
internal sealed class ArmedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _armed = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Signal)> _waiting = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            var index = _waiting.FindIndex(waiting => waiting.Due == dueTime);
            if (index < 0)
            {
                _armed.Add(dueTime);
            }
            else
            {
                _waiting[index].Signal.SetResult();
                _waiting.RemoveAt(index);
            }
        }

        return timer;
    }

    /// <summary>Completes when a timer of exactly this duration was started; each start is told once.</summary>
    public Task ArmedAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_armed.Remove(due))
            {
                return Task.CompletedTask;
            }

            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, signal));
            return signal.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until a timer of exactly this duration runs, then lets it expire.</summary>
    public async Task ExpireAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        await ArmedAsync(due, cancellationToken);
        Advance(due);
    }
}
