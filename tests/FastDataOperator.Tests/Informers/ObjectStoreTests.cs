using CsCheck;
using FastDataOperator.Api;
using FastDataOperator.Informers;

namespace FastDataOperator.Tests.Informers;

public sealed class ObjectStoreTests
{
    private static readonly ObjectKey A = new("team-a", "a");
    private readonly ObjectStore<Item> _store = new();
    private readonly List<ObjectChange<Item>> _changes = [];

    public ObjectStoreTests() => _store.Subscribe(_changes.Add);

    [Theory]
    [InlineData("9", "10", true)]
    [InlineData("10", "9", false)]
    [InlineData("10", "10", false)]
    [InlineData("99999999999999999999", "100000000000000000000", true)]
    [InlineData("b", "a", true)]
    [InlineData("a", "a", false)]
    public void Upsert_GivenVersions_ThenOnlyTheNewerIsTaken(string before, string after, bool isTaken)
    {
        _store.Upsert(new Item(A, "1", before));
        Assert.Equal(isTaken, _store.Upsert(new Item(A, "1", after)));
        Assert.Equal(isTaken ? after : before, _store.Find(A)!.ResourceVersion);
        Assert.Equal(isTaken ? 2 : 1, _changes.Count);
    }

    [Fact]
    public void Upsert_GivenAnotherObjectOfTheName_ThenADeletionAndACreation()
    {
        var (first, second) = (new Item(A, "1", "5"), new Item(A, "2", "6"));
        _store.Upsert(first);
        _store.Upsert(second);
        Assert.Equal([new(A, null, first), new(A, first, null), new(A, null, second)], _changes);
    }

    [Fact]
    public void Upsert_GivenAnyOrder_ThenTheNewestStays() =>
        Gen.Int[1, 1000].Array[1, 20].Sample(versions =>
        {
            var store = new ObjectStore<Item>();
            foreach (var version in versions)
            {
                store.Upsert(new Item(A, "1", $"{version}"));
            }

            Assert.Equal($"{versions.Max()}", store.Find(A)!.ResourceVersion);
        });

    [Fact]
    public void Refresh_GivenWhatAWriteReturned_ThenTakenAndTheWatchsOlderStateIsNot()
    {
        _store.Upsert(new Item(A, "1", "5"));
        Assert.True(_store.Refresh(new Item(A, "1", "7")));
        Assert.False(_store.Upsert(new Item(A, "1", "6")));
        Assert.Equal("7", _store.Find(A)!.ResourceVersion);
    }

    [Fact]
    public void Refresh_GivenAnObjectThatWasDeletedMeanwhile_ThenItStaysGone()
    {
        _store.Upsert(new Item(A, "1", "5"));
        _store.Remove(A);
        Assert.False(_store.Refresh(new Item(A, "1", "7")));
        Assert.Null(_store.Find(A));
    }

    [Fact]
    public void Refresh_GivenAnotherObjectOfTheName_ThenRefused()
    {
        _store.Upsert(new Item(A, "2", "6"));
        Assert.False(_store.Refresh(new Item(A, "1", "7")));
        Assert.Equal("2", _store.Find(A)!.Uid);
    }

    [Fact]
    public void Remove_GivenNothing_ThenNobodyIsTold()
    {
        Assert.False(_store.Remove(A));
        Assert.Empty(_changes);
    }

    private sealed record Item(ObjectKey Key, string Uid, string ResourceVersion) : ICachedObject;
}
