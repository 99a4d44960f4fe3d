using System.Diagnostics.Metrics;

namespace FastDataOperator.Metrics;

/// <summary>A counter with one series per value of an enum. All of them exist from the beginning, at zero, so that an alert on their rate sees
/// the first event.</summary>
internal sealed class EnumCounter<T>
    where T : struct, Enum
{
    private static readonly T[] s_values = Enum.GetValues<T>();

    private readonly long[] _counts = new long[s_values.Length];
    private readonly KeyValuePair<string, object?>[][] _tags;

    /// <param name="label">The label that tells the values apart.</param>
    /// <param name="nameOf">A value's label.</param>
    /// <param name="constant">Labels that all series have.</param>
    public EnumCounter(string label, Func<T, string> nameOf, params KeyValuePair<string, object?>[] constant) =>
        _tags = [.. s_values.Select(value => (KeyValuePair<string, object?>[])[.. constant, new(label, nameOf(value))])];

    public void Add(T value) => Interlocked.Increment(ref _counts[Array.IndexOf(s_values, value)]);

    public long this[T value] => Interlocked.Read(ref _counts[Array.IndexOf(s_values, value)]);

    public IEnumerable<Measurement<long>> Measure() => s_values.Select((_, at) => new Measurement<long>(Interlocked.Read(ref _counts[at]), _tags[at]));

    /// <summary>The same with more labels.</summary>
    public IEnumerable<Measurement<long>> Measure(KeyValuePair<string, object?>[] more) =>
        s_values.Select((_, at) => new Measurement<long>(Interlocked.Read(ref _counts[at]), [.. more, .. _tags[at]]));
}
