namespace FastDataOperator.Imports;

/// <summary>The end of one attempt, counted from when this was made.</summary>
internal sealed class Deadline(TimeProvider timeProvider, TimeSpan timeout)
{
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>What is left, at least a millisecond: an operation that starts too late reports its own timeout.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = timeout - timeProvider.GetElapsedTime(_start);
            return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
        }
    }

    /// <summary>Waits for what somebody else does, until then.</summary>
    /// <exception cref="TimeoutException">It passed first.</exception>
    public Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken) => task.WaitAsync(Left, timeProvider, cancellationToken);

    public bool HasPassed => timeProvider.GetElapsedTime(_start) >= timeout;
}
