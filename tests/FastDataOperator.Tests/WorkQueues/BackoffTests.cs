using CsCheck;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.WorkQueues;

public sealed class BackoffTests
{
    [Fact]
    public void Next_GivenFailuresInARow_ThenDoublesUpToFifteenMinutes()
    {
        var backoff = new Backoff<string>(static () => 0);

        Assert.Equal(
            [0.75, 1.5, 3, 6, 12, 24, 48, 96, 192, 384, 768, 900, 900],
            Enumerable.Range(0, 13).Select(_ => backoff.Next("a").TotalSeconds));
    }

    [Fact]
    public void Next_GivenAnotherKey_ThenCountsItAlone()
    {
        var backoff = new Backoff<string>(static () => 0);
        backoff.Next("a");
        Assert.Equal(Backoff<string>.Shortest, backoff.Next("b"));
    }

    [Fact]
    public void Forget_GivenFailures_ThenStartsOver()
    {
        var backoff = new Backoff<string>(static () => 0);
        backoff.Next("a");
        backoff.Next("a");
        backoff.Forget("a");
        Assert.Equal(Backoff<string>.Shortest, backoff.Next("a"));
    }

    [Fact]
    public void Next_GivenAnyChance_ThenUpToAFifthSoonerAndNeverLater() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 2000]).Sample((chance, failures) =>
        {
            var jittered = new Backoff<string>(() => chance);
            var plain = new Backoff<string>(static () => 0);
            for (var failure = 0; failure < failures; failure++)
            {
                jittered.Next("a");
                plain.Next("a");
            }

            var (wait, longest) = (jittered.Next("a"), plain.Next("a"));
            Assert.InRange(wait, longest * 0.799, longest);
            Assert.Equal(0, wait.Ticks % TimeSpan.TicksPerMillisecond);
        }, iter: 100);
}
