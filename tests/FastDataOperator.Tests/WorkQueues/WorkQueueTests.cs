using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CsCheck;
using FastDataOperator.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.WorkQueues;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new("test");
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = NewQueue();

    public void Dispose()
    {
        _queue.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Add_GivenTwiceBeforeItIsTaken_ThenTakenOnce()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");

        Assert.Equal(2, _queue.Depth);
        Assert.Equal("a", await TakeAsync());
        Assert.Equal("b", await TakeAsync());
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Add_GivenWhileBeingWorkedOn_ThenTakenOnceMoreAfterDone()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Depth);

        _queue.Done("a");

        Assert.Equal("a", await TakeAsync());
        _queue.Done("a");
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Take_GivenOneLineOfManyKeys_ThenTheOtherLinesTakeTurnsWithIt()
    {
        using var queue = NewFairQueue(most: 2);
        foreach (var key in Enumerable.Range(0, 1000).Select(static at => $"a/{at}").Concat(["b/0", "c/0", "b/1"]))
        {
            queue.Add(key);
        }

        var taken = new List<string>();
        for (var at = 0; at < 8; at++)
        {
            var key = await queue.TakeAsync(TestContext.Current.CancellationToken);
            taken.Add(key);
            queue.Done(key);
        }

        Assert.Equal(["a/0", "a/1", "b/0", "c/0", "b/1", "a/2", "a/3", "a/4"], taken);
        Assert.Equal(995, queue.Depth);
    }

    [Fact]
    public async Task Take_GivenALineWhoseWorkDoesNotEnd_ThenWorkersAreLeftForOthers()
    {
        using var queue = NewFairQueue(most: 2);
        queue.Add("a/0");
        queue.Add("a/1");
        queue.Add("a/2");
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        await queue.TakeAsync(TestContext.Current.CancellationToken);

        var third = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(third.IsCompleted);
        Assert.Equal(1, queue.Depth);
        queue.Add("b/0");
        Assert.Equal("b/0", await third);

        var fourth = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        queue.Add("a/0");
        Assert.False(fourth.IsCompleted);
        queue.Done("a/0");
        Assert.Equal("a/2", await fourth);
        queue.Done("a/1");
        Assert.Equal("a/0", await queue.TakeAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void FairQueue_GivenAnyOrderOfCalls_ThenNoLineHasMoreThanItsShareAndNoKeyIsLost() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2]).Array[0, 80].Sample(calls =>
        {
            using var queue = NewFairQueue(most: 2);
            var (wanted, working) = (new HashSet<string>(), new List<string>());
            foreach (var (line, number, call) in calls)
            {
                if (call == 0 && working.Count > 0)
                {
                    var done = working[number % working.Count];
                    working.Remove(done);
                    queue.Done(done);
                }
                else if (call == 1 && TryTake(queue) is { } taken)
                {
                    Assert.True(wanted.Remove(taken));
                    Assert.DoesNotContain(taken, working);
                    working.Add(taken);
                }
                else
                {
                    queue.Add($"{line}/{number}");
                    wanted.Add($"{line}/{number}");
                }

                Assert.All(working.GroupBy(static key => key[0]), static line => Assert.InRange(line.Count(), 1, 2));
            }

            while (wanted.Count > 0)
            {
                foreach (var key in working)
                {
                    queue.Done(key);
                }

                working.Clear();
                var taken = TryTake(queue);
                Assert.NotNull(taken);
                Assert.True(wanted.Remove(taken));
                working.Add(taken);
            }

            Assert.Equal(0, queue.Depth);
        });

    [Fact]
    public void Done_GivenAKeyNobodyTook_ThenThrows() => Assert.Throws<ArgumentException>(() => _queue.Done("a"));

    [Fact]
    public async Task Schedule_GivenItsTimeHasNotCome_ThenNothingIsReady()
    {
        _queue.Schedule("a", TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal(0, _queue.Depth);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", await TakeAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Schedule_GivenAgain_ThenTheNewestTimeCounts(int seconds)
    {
        _queue.Schedule("a", TimeSpan.FromSeconds(10));
        _queue.Schedule("a", TimeSpan.FromSeconds(seconds));

        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public async Task Schedule_GivenAgain_ThenTheOldTimeIsNotDueToo()
    {
        _queue.Schedule("a", TimeSpan.FromSeconds(10));
        _queue.Schedule("a", TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));
        await TakeAsync();
        _queue.Done("a");

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Schedule_GivenSeveralKeys_ThenTheEarliestComesFirst()
    {
        _queue.Schedule("late", TimeSpan.FromSeconds(3));
        _queue.Schedule("early", TimeSpan.FromSeconds(1));
        _queue.Schedule("same", TimeSpan.FromSeconds(3));

        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["early", "late", "same"], [await TakeAsync(), await TakeAsync(), await TakeAsync()]);
    }

    [Fact]
    public void Schedule_GivenLongerThanATimerTakes_ThenStillDue()
    {
        _queue.Schedule("a", TimeSpan.FromDays(100));
        for (var day = 0; day < 99; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public void Schedule_GivenForever_ThenNeverDueAndNoError()
    {
        _time.Advance(TimeSpan.FromDays(1));
        _queue.Schedule("a", TimeSpan.MaxValue);
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Schedule_GivenNoWait_ThenReadyAtOnceAndNotAgain()
    {
        _queue.Schedule("a", TimeSpan.FromSeconds(1));
        _queue.Schedule("a", TimeSpan.Zero);
        Assert.Equal(1, _queue.Depth);
        Assert.Equal("a", TakeNow(_queue));
        _queue.Done("a");

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Forget_GivenADueTime_ThenNeverDue()
    {
        _queue.Schedule("a", TimeSpan.FromSeconds(1));
        _queue.Forget("a");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task TakeAsync_GivenCancelled_ThenThrowsAndTheNextKeyIsNotLost()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _queue.TakeAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _queue.Add("a");
        Assert.Equal("a", await TakeAsync());
    }

    [Fact]
    public async Task LongestRunning_GivenTwoWorkers_ThenTheOldest()
    {
        Assert.Equal(TimeSpan.Zero, _queue.LongestRunning);
        _queue.Add("a");
        _queue.Add("b");
        await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await TakeAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(3), _queue.LongestRunning);

        _queue.Done("a");
        Assert.Equal(TimeSpan.FromSeconds(1), _queue.LongestRunning);
    }

    [Fact]
    public async Task Metrics_GivenWork_ThenControllerRuntimesNamesAndLabels()
    {
        using var measured = new Measured(_meter);
        using var queue = new WorkQueue<string>("fastdataimport", _time, _meter);
        queue.Add("a");
        queue.Add("b");
        queue.Schedule("c", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(3));
        queue.Done("a");
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(4));
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
            using var queue = new WorkQueue<int>("test", time, _meter);
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
        using var queue = new WorkQueue<int>("test", TimeProvider.System, _meter);
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

    private static TKey TakeNow<TKey>(WorkQueue<TKey> queue)
        where TKey : notnull
    {
        var taken = queue.TakeAsync(CancellationToken.None).AsTask();
        Assert.True(taken.IsCompletedSuccessfully, "nothing is ready");
        return taken.Result;
    }

    private WorkQueue<string> NewQueue() => new("fastdataimport", _time, _meter);

    private ValueTask<string> TakeAsync() => _queue.TakeAsync(TestContext.Current.CancellationToken);

    private WorkQueue<string> NewFairQueue(int most) => new("fastdataimport", _time, _meter, new FairLines<string>(static key => key[..1], most));

    private static string? TryTake(WorkQueue<string> queue)
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
