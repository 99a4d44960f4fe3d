using System.Diagnostics.Metrics;
using CsCheck;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.WorkQueues;

/// <summary>Keys of several lines, which take turns.</summary>
public sealed class FairLinesTests : WorkQueueWorld
{
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

    private WorkQueue<string> NewFairQueue(int most) => new("fastdataimport", Time, Meter, new FairLines<string>(static key => key[..1], most));
}
