using System.Collections.Concurrent;
using FastDataOperator.Testing.Secrets;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class CollectedLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Level and message, such as <c>Warning: ...</c>.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Keep($"{logLevel}: {formatter(state, exception)}", exception);

    private void Keep(string line, Exception? exception)
    {
        Evidence.Keep("log", $"{line}\n{exception}");
        _lines.Enqueue(line);
    }
}
