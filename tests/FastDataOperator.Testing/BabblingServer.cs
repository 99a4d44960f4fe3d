using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>Answers everything that it hears with the same bytes, whatever is spoken; without any, it keeps clients waiting.</summary>
public sealed class BabblingServer : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ReadOnlyMemory<byte> _answer;
    private readonly StringBuilder _received = new();
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BabblingServer(ReadOnlyMemory<byte> answer)
    {
        _answer = answer;
        _listener = new LoopbackListener(ServeAsync);
    }

    public int Port => _listener.Port;

    /// <summary>Completes when something was said to it.</summary>
    public Task Heard => _heard.Task;

    /// <summary>All that was said to it, in Latin-1.</summary>
    public string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        while (await client.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            lock (_received)
            {
                _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }

            _heard.TrySetResult();
            await client.WriteAsync(_answer, cancellationToken);
        }
    }
}
