namespace FastDataOperator.Benchmarks.Inputs;

/// <summary>The same sequence of numbers in every run on every machine (splitmix64): inputs are generated, never shipped.</summary>
internal sealed class Numbers(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to but not including <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
