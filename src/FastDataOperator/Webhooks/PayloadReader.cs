using System.Buffers;
using System.Text.Json;

namespace FastDataOperator.Webhooks;

/// <summary>Finds a few values in a payload as it passes by. Nothing of it is kept but those, so that the size of a push does not matter.</summary>
/// <param name="fields">Where they are.</param>
internal sealed class PayloadReader(IReadOnlyList<(string[] Path, PayloadField Field)> fields)
{
    /// <summary>Bytes of one name or string, the most that has to be held at a time.</summary>
    public const int LongestToken = 1024 * 1024;

    private const int MostDepth = 64;
    private const int MostValues = 64;
    private const int LongestValue = 4096;
    private const int LongestName = 64;
    private const string Element = "[]";

    /// <summary>The names on the way to where the reader is, by depth; the root has none.</summary>
    private readonly string[] _way = new string[fields.Max(static field => field.Path.Length) + 1];

    private readonly List<(PayloadField Field, string Value)> _values = [];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MostDepth });
    private bool _hasBegun;

    /// <summary>A string that has only half come is read again from its beginning: not before there is twice as much of it, or a sender who lets it drip in would make work that
    /// grows with its square.</summary>
    private long _worthReading;

    /// <summary>Whether it is no JSON object, or nested too deep, or has a string that is too long: what follows is not looked at.</summary>
    public bool IsMalformed { get; private set; }

    public IEnumerable<string> Of(PayloadField field) => _values.Where(value => value.Field == field).Select(static value => value.Value);

    /// <summary>Reads on.</summary>
    /// <param name="bytes">Beginning with what was left over before.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How much of it was used; the rest is to be given again with more.</returns>
    public long Read(in ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (IsMalformed)
        {
            return bytes.Length;
        }

        if (bytes.Length < _worthReading && !isLast)
        {
            return 0;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, isLast, _state);
            while (reader.Read())
            {
                Take(ref reader);
            }

            _state = reader.CurrentState;
            var left = bytes.Length - reader.BytesConsumed;
            if (left <= LongestToken)
            {
                _worthReading = Math.Min(2 * left, LongestToken + 1);
                return reader.BytesConsumed;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or a string that is no text (a lone surrogate).
        }

        IsMalformed = true;
        return bytes.Length;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                throw new JsonException();
            }
        }

        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth < _way.Length:
                _way[depth] = LengthOf(reader) <= LongestName ? reader.GetString()! : "";
                break;
            case JsonTokenType.StartArray when depth + 1 < _way.Length:
                _way[depth + 1] = Element;
                break;
            case JsonTokenType.String when depth < _way.Length && _values.Count < MostValues && LengthOf(reader) <= LongestValue:
                Keep(ref reader, depth);
                break;
        }
    }

    private void Keep(ref Utf8JsonReader reader, int depth)
    {
        foreach (var (path, field) in fields)
        {
            if (path.Length == depth && path.AsSpan().SequenceEqual(_way.AsSpan(1, depth)))
            {
                _values.Add((field, reader.GetString()!));
            }
        }
    }

    private static long LengthOf(in Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
}
