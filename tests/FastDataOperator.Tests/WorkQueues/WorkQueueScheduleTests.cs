using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.WorkQueues;

/// <summary>Keys that are due at a time.</summary>
public sealed class WorkQueueScheduleTests : WorkQueueWorld
{
    [Fact]
    public async Task Schedule_GivenItsTimeHasNotCome_ThenNothingIsReady()
    {
        Queue.Schedule("a", TimeSpan.FromSeconds(10));
        Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal(0, Queue.Depth);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", await TakeAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Schedule_GivenAgain_ThenTheNewestTimeCounts(int seconds)
    {
        Queue.Schedule("a", TimeSpan.FromSeconds(10));
        Queue.Schedule("a", TimeSpan.FromSeconds(seconds));

        Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(0, Queue.Depth);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Queue.Depth);
    }

    [Fact]
    public async Task Schedule_GivenAgain_ThenTheOldTimeIsNotDueToo()
    {
        Queue.Schedule("a", TimeSpan.FromSeconds(10));
        Queue.Schedule("a", TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        await TakeAsync();
        Queue.Done("a");

        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, Queue.Depth);
    }

    [Fact]
    public async Task Schedule_GivenSeveralKeys_ThenTheEarliestComesFirst()
    {
        Queue.Schedule("late", TimeSpan.FromSeconds(3));
        Queue.Schedule("early", TimeSpan.FromSeconds(1));
        Queue.Schedule("same", TimeSpan.FromSeconds(3));

        Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["early", "late", "same"], [await TakeAsync(), await TakeAsync(), await TakeAsync()]);
    }

    [Fact]
    public void Schedule_GivenLongerThanATimerTakes_ThenStillDue()
    {
        Queue.Schedule("a", TimeSpan.FromDays(100));
        for (var day = 0; day < 99; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(0, Queue.Depth);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, Queue.Depth);
    }

    [Fact]
    public void Schedule_GivenForever_ThenNeverDueAndNoError()
    {
        Time.Advance(TimeSpan.FromDays(1));
        Queue.Schedule("a", TimeSpan.MaxValue);
        Time.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(0, Queue.Depth);
    }

    [Fact]
    public void Schedule_GivenNoWait_ThenReadyAtOnceAndNotAgain()
    {
        Queue.Schedule("a", TimeSpan.FromSeconds(1));
        Queue.Schedule("a", TimeSpan.Zero);
        Assert.Equal(1, Queue.Depth);
        Assert.Equal("a", TakeNow(Queue));
        Queue.Done("a");

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, Queue.Depth);
    }
}
