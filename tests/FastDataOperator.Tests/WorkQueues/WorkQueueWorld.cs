using System.Diagnostics.Metrics;
using FastDataOperator.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.WorkQueues;

/// <summary>A queue, and a clock that a test moves.</summary>
public abstract class WorkQueueWorld : IAsyncDisposable
{
    private protected WorkQueueWorld() => Queue = NewQueue();

    private protected FakeTimeProvider Time { get; } = new();

    private protected Meter Meter { get; } = new("test");

    private protected WorkQueue<string> Queue { get; }

    public ValueTask DisposeAsync()
    {
        Queue.Dispose();
        Meter.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static TKey TakeNow<TKey>(WorkQueue<TKey> queue)
        where TKey : notnull
    {
        var taken = queue.TakeAsync(CancellationToken.None).AsTask();
        Assert.True(taken.IsCompletedSuccessfully, "nothing is ready");
        return taken.Result;
    }

    private protected WorkQueue<string> NewQueue() => new("fastdataimport", Time, Meter);

    private protected ValueTask<string> TakeAsync() => Queue.TakeAsync(TestContext.Current.CancellationToken);

    private protected static string? TryTake(WorkQueue<string> queue)
    {
        using var now = new CancellationTokenSource();
        var taking = queue.TakeAsync(now.Token);
        if (taking.IsCompletedSuccessfully)
        {
            return taking.Result;
        }

        now.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => taking.AsTask().GetAwaiter().GetResult());
        return null;
    }
}
