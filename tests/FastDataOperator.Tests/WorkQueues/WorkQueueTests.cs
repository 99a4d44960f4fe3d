using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CsCheck;
using FastDataOperator.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.WorkQueues;

public sealed class WorkQueueTests : WorkQueueWorld
{
    [Fact]
    public async Task Add_GivenTwiceBeforeItIsTaken_ThenTakenOnce()
    {
        Queue.Add("a");
        Queue.Add("b");
        Queue.Add("a");

        Assert.Equal(2, Queue.Depth);
        Assert.Equal("a", await TakeAsync());
        Assert.Equal("b", await TakeAsync());
        Assert.Equal(0, Queue.Depth);
    }

    [Fact]
    public async Task Add_GivenWhileBeingWorkedOn_ThenTakenOnceMoreAfterDone()
    {
        Queue.Add("a");
        await TakeAsync();
        Queue.Add("a");
        Queue.Add("a");
        Assert.Equal(0, Queue.Depth);

        Queue.Done("a");

        Assert.Equal("a", await TakeAsync());
        Queue.Done("a");
        Assert.Equal(0, Queue.Depth);
    }

    [Fact]
    public void Done_GivenAKeyNobodyTook_ThenThrows() => Assert.Throws<ArgumentException>(() => Queue.Done("a"));

    [Fact]
    public void Forget_GivenADueTime_ThenNeverDue()
    {
        Queue.Schedule("a", TimeSpan.FromSeconds(1));
        Queue.Forget("a");
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, Queue.Depth);
    }

    [Fact]
    public async Task TakeAsync_GivenCancelled_ThenThrowsAndTheNextKeyIsNotLost()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Queue.TakeAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Queue.Add("a");
        Assert.Equal("a", await TakeAsync());
    }

    [Fact]
    public async Task LongestRunning_GivenTwoWorkers_ThenTheOldest()
    {
        Assert.Equal(TimeSpan.Zero, Queue.LongestRunning);
        Queue.Add("a");
        Queue.Add("b");
        await TakeAsync();
        Time.Advance(TimeSpan.FromSeconds(2));
        await TakeAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(3), Queue.LongestRunning);

        Queue.Done("a");
        Assert.Equal(TimeSpan.FromSeconds(1), Queue.LongestRunning);
    }

    [Fact]
    public async Task Metrics_GivenWork_ThenControllerRuntimesNamesAndLabels()
    {
        using var measured = new Measured(Meter);
        using var queue = new WorkQueue<string>("fastdataimport", Time, Meter);
        queue.Add("a");
        queue.Add("b");
        queue.Schedule("c", TimeSpan.FromHours(1));
        Time.Advance(TimeSpan.FromSeconds(2));
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromSeconds(3));
        queue.Done("a");
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromSeconds(4));
        queue.Add("d");

        var values = measured.Read();

        Assert.Equal(3, values["workqueue_adds"]);
        Assert.Equal(1, values["workqueue_retries"]);
        Assert.Equal(1, values["workqueue_depth"]);
        Assert.Equal(2 + 5, values["workqueue_queue_duration_seconds"]);
        Assert.Equal(3, values["workqueue_work_duration_seconds"]);
        Assert.Equal(4, values["workqueue_unfinished_work_seconds"]);
        Assert.Equal(4, values["workqueue_longest_running_processor_seconds"]);
        Assert.All(measured.Labels, static labels => Assert.Equal("controller=fastdataimport,name=fastdataimport", labels));
    }

    [Fact]
    public void WorkQueue_GivenAnyOrderOfCalls_ThenNoKeyTwiceAtATimeAndNoneLost()
    {
        // Each step: 0 add, 1 schedule, 2 take, 3 done, 4 wait; on one of four keys.
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3]).Array[0, 60].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            using var queue = new WorkQueue<int>("test", time, Meter);
            var working = new HashSet<int>();
            var owed = new HashSet<int>();
            var due = new Dictionary<int, DateTimeOffset>();

            void Advance(TimeSpan by)
            {
                time.Advance(by);
                foreach (var key in due.Where(entry => entry.Value <= time.GetUtcNow()).Select(static entry => entry.Key).ToList())
                {
                    due.Remove(key);
                    owed.Add(key);
                }
            }

            void Take()
            {
                var taken = TakeNow(queue);
                Assert.True(owed.Remove(taken), $"{taken} came though nothing was asked for since it was taken");
                Assert.True(working.Add(taken), $"{taken} has two workers");
            }

            foreach (var (step, key) in steps)
            {
                switch (step)
                {
                    case 0:
                        queue.Add(key);
                        owed.Add(key);
                        break;
                    case 1:
                        queue.Schedule(key, TimeSpan.FromSeconds(key + 1));
                        due[key] = time.GetUtcNow() + TimeSpan.FromSeconds(key + 1);
                        break;
                    case 2 when queue.Depth > 0:
                        Take();
                        break;
                    case 3 when working.Remove(key):
                        queue.Done(key);
                        break;
                    case 4:
                        Advance(TimeSpan.FromSeconds(key));
                        break;
                }

                Assert.Equal(owed.Except(working).Count(), queue.Depth);
            }

            Advance(TimeSpan.FromMinutes(1));
            foreach (var key in working.ToList())
            {
                working.Remove(key);
                queue.Done(key);
            }

            while (queue.Depth > 0)
            {
                Take();
            }

            Assert.Empty(owed);
        });
    }

    [Fact]
    public async Task WorkQueue_GivenManyThreads_ThenNoKeyTwiceAtATimeAndTheLastStateOfEachIsSeen()
    {
        const int Keys = 20;
        const int Changes = 2000;
        using var queue = new WorkQueue<int>("test", TimeProvider.System, Meter);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var state = new int[Keys];
        var seen = new int[Keys];
        var busy = new int[Keys];
        var left = new CountdownEvent(Keys);
        var faults = new ConcurrentQueue<string>();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var key = await queue.TakeAsync(stop.Token);
                if (Interlocked.Exchange(ref busy[key], 1) != 0)
                {
                    faults.Enqueue($"{key} has two workers");
                }

                var now = Volatile.Read(ref state[key]);
                await Task.Yield();
                if (now == Changes && Interlocked.Exchange(ref seen[key], now) != Changes)
                {
                    left.Signal();
                }

                Volatile.Write(ref busy[key], 0);
                queue.Done(key);
            }
        })).ToList();

        await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => Task.Run(() =>
        {
            for (var change = 1; change <= Changes; change++)
            {
                Volatile.Write(ref state[key], change);
                queue.Add(key);
            }
        })));
        await Task.Run(() => left.Wait(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(workers));
        Assert.Equal(0, left.CurrentCount);
        Assert.Empty(faults);
        left.Dispose();
    }
}
