using System.Threading.Channels;

namespace FastDataOperator.WorkQueues;

/// <summary>Keys in lines that take turns: who has ten thousand keys to work on keeps those of others waiting for a few of them, not for all, and
/// who has work that never ends keeps some workers, not all. Within a line, first come, first served.</summary>
/// <remarks>A line has no more turns out than it has keys, and with those being worked on no more than <paramref name="most"/>. Not safe for threads
/// but for <see cref="TurnAsync"/>.</remarks>
/// <param name="lineOf">Whose a key is.</param>
/// <param name="most">Keys of one line that are worked on at a time, at most.</param>
internal sealed class FairLines<TKey>(Func<TKey, string> lineOf, int most)
    where TKey : notnull
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Never refuses: what bounds it is the number of keys.</summary>
    private readonly Channel<Line> _turns = Channel.CreateUnbounded<Line>();

    /// <summary>How many keys wait.</summary>
    public int Waiting { get; private set; }

    public void Add(TKey key)
    {
        var name = lineOf(key);
        if (!_lines.TryGetValue(name, out var line))
        {
            _lines.Add(name, line = new Line());
        }

        line.Keys.Enqueue(key);
        Waiting++;
        OfferTurn(line);
    }

    /// <summary>Waits for somebody's turn. Who got it takes with it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no turn was given.</exception>
    public ValueTask<Line> TurnAsync(CancellationToken cancellationToken) => _turns.Reader.ReadAsync(cancellationToken);

    public TKey Take(Line line)
    {
        line.Turns--;
        line.Running++;
        Waiting--;
        return line.Keys.Dequeue();
    }

    /// <summary>A key that was taken is worked on no more.</summary>
    public void Done(TKey key)
    {
        var name = lineOf(key);
        var line = _lines[name];
        line.Running--;
        OfferTurn(line);
        if (line is { Turns: 0, Running: 0 })
        {
            _lines.Remove(name);
        }
    }

    private void OfferTurn(Line line)
    {
        if (line.Turns < line.Keys.Count && line.Turns + line.Running < most)
        {
            line.Turns++;
            _turns.Writer.TryWrite(line);
        }
    }

    /// <summary>One line. It stays while it has keys that wait or are worked on.</summary>
    internal sealed class Line
    {
        public Queue<TKey> Keys { get; } = [];

        /// <summary>Turns that it was given and nobody took.</summary>
        public int Turns { get; set; }

        public int Running { get; set; }
    }
}
