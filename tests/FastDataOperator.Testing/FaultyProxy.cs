using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>A TCP relay in front of a server. It counts, and it can break the connection once, at a chosen request's response.</summary>
public sealed class FaultyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly string? _marker;
    private readonly int _passed;
    private readonly bool _waitForEnd;
    private int _fault;
    private long _received;
    private int _connections;

    private FaultyProxy(int serverPort, string? marker, int passed, bool waitForEnd)
    {
        _serverPort = serverPort;
        _marker = marker;
        _passed = passed;
        _waitForEnd = waitForEnd;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that the server sent through, of all connections.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connections that clients opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public bool HasBroken => Volatile.Read(ref _fault) != 0;

    /// <summary>Relays and counts.</summary>
    public static FaultyProxy Counting(int serverPort) => new(serverPort, null, 0, false);

    /// <summary>Breaks off after so many bytes of the response to the first request whose text holds the marker.</summary>
    public static FaultyProxy Cutting(int serverPort, string marker, int afterBytes) => new(serverPort, marker, afterBytes, false);

    /// <summary>Lets the server answer in full (a chunked response to its end), passes none of it on, and breaks off.</summary>
    public static FaultyProxy Swallowing(int serverPort, string marker) => new(serverPort, marker, 0, true);

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
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = RelayAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy stopped.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                var isMarked = new StrongBox();
                await Task.WhenAny(
                    UpAsync(client.GetStream(), server.GetStream(), isMarked), DownAsync(server.GetStream(), client.GetStream(), isMarked));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One side went, or the proxy stopped.
            }
        }
    }

    private async Task UpAsync(NetworkStream from, NetworkStream to, StrongBox isMarked)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (_marker is not null && Encoding.Latin1.GetString(buffer, 0, count).Contains(_marker, StringComparison.Ordinal)
                && Interlocked.CompareExchange(ref _fault, 1, 0) == 0)
            {
                isMarked.Value = true;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to, StrongBox isMarked)
    {
        var buffer = new byte[64 * 1024];
        var passed = 0;
        var tail = "";
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            Interlocked.Add(ref _received, count);
            if (!isMarked.Value)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
            else if (_waitForEnd)
            {
                tail = (tail + Encoding.Latin1.GetString(buffer, 0, count))[^Math.Min(5, tail.Length + count)..];
                if (tail == "0\r\n\r\n")
                {
                    return;
                }
            }
            else
            {
                var part = Math.Min(count, _passed - passed);
                await to.WriteAsync(buffer.AsMemory(0, part), _stop.Token);
                passed += part;
                if (passed == _passed)
                {
                    return;
                }
            }
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
