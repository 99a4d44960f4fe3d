using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastDataOperator.Testing;

/// <summary>A TCP relay in front of a server. It counts, and it can break the connection once, at a chosen request's response.</summary>
public sealed class FaultyProxy : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly int _serverPort;
    private readonly string? _marker;
    private readonly int _passed;
    private readonly bool _waitForEnd;
    private int _fault;
    private long _received;

    private FaultyProxy(int serverPort, string? marker, int passed, bool waitForEnd)
    {
        _serverPort = serverPort;
        _marker = marker;
        _passed = passed;
        _waitForEnd = waitForEnd;
        _listener = new LoopbackListener(RelayAsync);
    }

    public int Port => _listener.Port;

    /// <summary>Bytes that the server sent through, of all connections.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connections that clients opened.</summary>
    public int Connections => _listener.Connections;

    public bool HasBroken => Volatile.Read(ref _fault) != 0;

    /// <summary>Relays and counts.</summary>
    public static FaultyProxy Counting(int serverPort) => new(serverPort, null, 0, false);

    /// <summary>Breaks off after so many bytes of the response to the first request whose text holds the marker.</summary>
    public static FaultyProxy Cutting(int serverPort, string marker, int afterBytes) => new(serverPort, marker, afterBytes, false);

    /// <summary>Lets the server answer in full (a chunked response to its end), passes none of it on, and breaks off.</summary>
    public static FaultyProxy Swallowing(int serverPort, string marker) => new(serverPort, marker, 0, true);

    public void Dispose() => _listener.Dispose();

    private async Task RelayAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _serverPort, cancellationToken);
        var isMarked = new StrongBox();
        await Task.WhenAny(UpAsync(client, server.GetStream(), isMarked, cancellationToken), DownAsync(server.GetStream(), client, isMarked, cancellationToken));
    }

    private async Task UpAsync(NetworkStream from, NetworkStream to, StrongBox isMarked, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (_marker is not null && Encoding.Latin1.GetString(buffer, 0, count).Contains(_marker, StringComparison.Ordinal)
                && Interlocked.CompareExchange(ref _fault, 1, 0) == 0)
            {
                isMarked.Value = true;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to, StrongBox isMarked, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var passed = 0;
        var tail = "";
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            Interlocked.Add(ref _received, count);
            if (!isMarked.Value)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
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
                await to.WriteAsync(buffer.AsMemory(0, part), cancellationToken);
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
