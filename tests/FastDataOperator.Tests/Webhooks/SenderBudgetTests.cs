using FastDataOperator.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.Webhooks;

public sealed class SenderBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_AfterABurst_GoesOnAtTheRate()
    {
        var budget = new SenderBudget<string>(burst: 5, perSecond: 2, _time);

        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => budget.TryTake("a")));
        Assert.True(budget.TryTake("b"));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(budget.TryTake("a"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => budget.TryTake("a")));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => budget.TryTake("a")));
    }

    [Fact]
    public void TryTake_OfMoreSendersThanAreRemembered_KeepsThoseWhoOwe()
    {
        var budget = new SenderBudget<int>(burst: 1, perSecond: 0.001, _time);
        for (var sender = 0; sender < 9_999; sender++)
        {
            Assert.True(budget.TryTake(sender));
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.True(budget.TryTake(-1));
        Assert.True(budget.TryTake(-2));
        Assert.False(budget.TryTake(-1));
    }

    [Fact]
    public void TryTake_OfMoreSendersWhoAllOwe_ForgetsThem()
    {
        var budget = new SenderBudget<int>(burst: 1, perSecond: 0.001, _time);
        Assert.All(Enumerable.Range(0, 10_000), sender => Assert.True(budget.TryTake(sender)));
        Assert.False(budget.TryTake(0));

        Assert.True(budget.TryTake(-1));
        Assert.True(budget.TryTake(0));
    }
}
