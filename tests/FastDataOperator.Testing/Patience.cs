namespace FastDataOperator.Testing;

/// <summary>How tests wait for what another process does. The one place that says how long.</summary>
public static class Patience
{
    /// <summary>Long enough for a machine under full load; a test that passes never waits for it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Waits for a task.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="what">What it means when it does not come, in words: "the operator did not end".</param>
    /// <param name="state">What is known then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not come; the message holds the state.</exception>
    public static async Task<T> ForAsync<T>(Task<T> task, string what, Func<string> state, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(Limit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"After {Limit.TotalSeconds} s {what}.\n{state()}", exception);
        }
    }

    /// <summary>Asks again and again, for what gives no signal.</summary>
    /// <param name="isSo">The question.</param>
    /// <param name="what">What it means when the answer stays no, in words: "the operator was not ready".</param>
    /// <param name="state">What is known then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It never was so; the message holds the state.</exception>
    public static async Task UntilAsync(Func<CancellationToken, Task<bool>> isSo, string what, Func<string> state, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!await isSo(end.Token))
            {
                await poll.WaitForNextTickAsync(end.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"After {Limit.TotalSeconds} s {what}.\n{state()}", exception);
        }
    }
}
