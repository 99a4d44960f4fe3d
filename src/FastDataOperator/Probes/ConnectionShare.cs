using System.Net;
using Microsoft.AspNetCore.Connections;

namespace FastDataOperator.Probes;

/// <summary>Keeps room for the kubelet: every pod of the cluster may connect to the probes, and one that held all connections would have this process
/// restarted again and again.</summary>
/// <param name="most">Connections that one address has at a time, over all ports that share this; more are closed at once.</param>
/// <param name="mostInAll">Those of all addresses together.</param>
internal sealed class ConnectionShare(int most, int mostInAll = int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _connections = [];
    private int _inAll;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!TryEnter(address))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    private bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var held = _connections.GetValueOrDefault(address);
            if (held >= most || _inAll >= mostInAll)
            {
                return false;
            }

            _inAll++;
            _connections[address] = held + 1;
            return true;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (_gate)
        {
            _inAll--;
            if (--_connections[address] == 0)
            {
                _connections.Remove(address);
            }
        }
    }
}
