using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>Answers everything that it hears with the same bytes, whatever is spoken; without any, it keeps clients waiting.</summary>
public sealed class BabblingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ReadOnlyMemory<byte> _answer;
    private readonly StringBuilder _received = new();
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BabblingServer(ReadOnlyMemory<byte> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[8192];
                while (await client.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
                {
                    lock (_received)
                    {
                        _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                    }

                    _heard.TrySetResult();
                    await client.GetStream().WriteAsync(_answer, _stop.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client went, or the server stopped.
            }
        }
    }
}
