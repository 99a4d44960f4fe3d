namespace FastDataOperator.Testing.Forges;

/// <summary>Holds one request of a <see cref="ForgeServer"/> until whoever sent it is gone.</summary>
/// <param name="method">Of the request.</param>
/// <param name="pathEnd">How its path ends, without the query.</param>
/// <param name="isBefore">Whether nothing of it is done; else all of it is, and only the answer is held.</param>
public sealed class ForgeTrap(string method, string pathEnd, bool isBefore)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public bool IsBefore => isBefore;

    /// <summary>Completes when the request is held.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Whether this is the request; only the first one is.</summary>
    public bool Takes(string requestMethod, string path) =>
        requestMethod == method && path.EndsWith(pathEnd, StringComparison.Ordinal) && Interlocked.Exchange(ref _taken, 1) == 0;

    /// <param name="gone">The client has gone.</param>
    public async Task HoldAsync(CancellationToken gone)
    {
        _reached.TrySetResult();
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(gone);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
        }
    }
}
