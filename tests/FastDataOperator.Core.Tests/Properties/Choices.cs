using CsCheck;

namespace FastDataOperator.Core.Tests.Properties;

/// <summary>A stream of decisions from which a test makes whatever it needs. Shrinks to fewer and smaller ones, and so to simpler files.</summary>
internal sealed class Choices(uint[] numbers)
{
    private int _at;

    public static Gen<uint[]> Gen { get; } = CsCheck.Gen.UInt[0, 999].Array[0, 400];

    /// <summary>As many decisions as one of many things takes, so that plenty of them differ: from one decision about it and its place among them.</summary>
    public static Choices From(int decision, int place)
    {
        // Numerical Recipes' generator: the same in every run.
        var state = (uint)((decision * 1_000) + place);
        return new Choices([.. Enumerable.Range(0, 100).Select(_ => (state = unchecked((state * 1_664_525) + 1_013_904_223)) >> 16)]);
    }

    /// <summary>From 0 to <paramref name="count"/> - 1; 0 when the decisions have run out.</summary>
    public int Next(int count) => _at < numbers.Length ? (int)(numbers[_at++] % (uint)count) : 0;

    public bool Chance(int outOf) => Next(outOf) == outOf - 1;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public IReadOnlyList<T> Subset<T>(IEnumerable<T> items) => [.. items.Where(_ => Next(2) == 1)];

    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var index = 0; index < list.Count - 1; index++)
        {
            var other = index + Next(list.Count - index);
            (list[index], list[other]) = (list[other], list[index]);
        }

        return list;
    }
}
