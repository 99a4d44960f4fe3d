namespace FastDataOperator.Testing.Forges;

/// <summary>Holds one request of a <see cref="ForgeServer"/> until it is released or whoever sent it is gone.</summary>
/// <param name="method">Of the request.</param>
/// <param name="pathEnd">How its path ends, without the query.</param>
/// <param name="isBefore">Whether nothing of it is done; else all of it is, and only the answer is held.</param>
public sealed class ForgeTrap(string method, string pathEnd, bool isBefore)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public bool IsBefore => isBefore;

    /// <summary>Completes when the request is held.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Whether this is the request; only the first one is.</summary>
    public bool Takes(string requestMethod, string path) =>
        requestMethod == method && path.EndsWith(pathEnd, StringComparison.Ordinal) && Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Lets the request go on.</summary>
    public void Release() => _released.TrySetResult();

    /// <param name="gone">The client has gone.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public Task HoldAsync(CancellationToken gone)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(gone);
    }
}
