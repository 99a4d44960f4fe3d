using CsCheck;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Tests.WorkQueues;

public sealed class WriterLanesTests
{
    private readonly List<string> _woken = [];
    private readonly WriterLanes<string, string> _lanes;

    public WriterLanesTests() => _lanes = new WriterLanes<string, string>(_woken.Add);

    [Fact]
    public void TryEnter_GivenAFreeLane_ThenEntersAndMayAskAgain()
    {
        Assert.True(_lanes.TryEnter("main", "a"));
        Assert.True(_lanes.TryEnter("main", "a"));
    }

    [Fact]
    public void TryEnter_GivenOtherLanes_ThenNobodyWaits()
    {
        Assert.True(_lanes.TryEnter("main", "a"));
        Assert.True(_lanes.TryEnter("other", "b"));
    }

    [Fact]
    public void Leave_GivenParkedKeys_ThenWakesThemOneByOneInOrder()
    {
        _lanes.TryEnter("main", "a");
        Assert.False(_lanes.TryEnter("main", "b"));
        Assert.False(_lanes.TryEnter("main", "c"));
        Assert.False(_lanes.TryEnter("main", "b"));
        Assert.Empty(_woken);

        _lanes.Leave("a");
        Assert.Equal(["b"], _woken);
        Assert.False(_lanes.TryEnter("main", "c"));
        Assert.True(_lanes.TryEnter("main", "b"));

        _lanes.Leave("b");
        Assert.Equal(["b", "c"], _woken);
        Assert.True(_lanes.TryEnter("main", "c"));
    }

    [Fact]
    public void TryEnter_GivenAKeyWasWoken_ThenNobodyOvertakesIt()
    {
        _lanes.TryEnter("main", "a");
        _lanes.TryEnter("main", "b");
        _lanes.Leave("a");

        Assert.False(_lanes.TryEnter("main", "a"));
        Assert.True(_lanes.TryEnter("main", "b"));
    }

    [Fact]
    public void Leave_GivenTheWokenKeyNeedsTheLaneNoMore_ThenTheNextIsWoken()
    {
        _lanes.TryEnter("main", "a");
        _lanes.TryEnter("main", "b");
        _lanes.TryEnter("main", "c");
        _lanes.Leave("a");
        _lanes.Leave("b");
        Assert.Equal(["b", "c"], _woken);
    }

    [Fact]
    public void Leave_GivenAParkedKey_ThenWakesNobodyAndItIsPassedOver()
    {
        _lanes.TryEnter("main", "a");
        _lanes.TryEnter("main", "b");
        _lanes.TryEnter("main", "c");
        _lanes.Leave("b");
        Assert.Empty(_woken);
        _lanes.Leave("a");
        Assert.Equal(["c"], _woken);
    }

    [Fact]
    public void TryEnter_GivenTheKeyMovedToAnotherLane_ThenItsOldLaneGoesToTheNext()
    {
        _lanes.TryEnter("main", "a");
        _lanes.TryEnter("main", "b");
        Assert.True(_lanes.TryEnter("other", "a"));
        Assert.Equal(["b"], _woken);
        Assert.True(_lanes.TryEnter("main", "b"));
    }

    [Fact]
    public void Leave_GivenNoLane_ThenNothing()
    {
        _lanes.Leave("a");
        Assert.Empty(_woken);
    }

    [Fact]
    public void WriterLanes_GivenAnyOrderOfPasses_ThenOneWriterPerLaneAndEveryKeyWritesInTheEnd() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Bool).Array[0, 50].Sample(passes =>
        {
            var queue = new Queue<int>();
            var lanes = new WriterLanes<int, int>(queue.Enqueue);
            var writing = new Dictionary<int, int>();
            var parked = new Dictionary<int, int>();

            void Begin(int key, int lane)
            {
                parked.Remove(key);
                if (lanes.TryEnter(lane, key))
                {
                    Assert.True(writing.TryAdd(lane, key) || writing[lane] == key, $"lane {lane} has two writers");
                }
                else
                {
                    parked.Add(key, lane);
                }
            }

            void End(int key)
            {
                foreach (var lane in writing.Where(entry => entry.Value == key).Select(static entry => entry.Key).ToList())
                {
                    writing.Remove(lane);
                }

                lanes.Leave(key);
            }

            foreach (var (key, lane, finish) in passes)
            {
                if (finish || writing.ContainsValue(key))
                {
                    parked.Remove(key);
                    End(key);
                }
                else
                {
                    Begin(key, lane);
                }
            }

            foreach (var key in writing.Values.ToList())
            {
                End(key);
            }

            while (queue.TryDequeue(out var key))
            {
                if (parked.TryGetValue(key, out var lane))
                {
                    Begin(key, lane);
                    Assert.True(writing.GetValueOrDefault(lane, -1) == key || !writing.ContainsValue(key));
                    if (writing.ContainsValue(key))
                    {
                        End(key);
                    }
                }
                else if (!writing.ContainsValue(key))
                {
                    End(key);
                }
            }

            Assert.Empty(parked);
        });
}
