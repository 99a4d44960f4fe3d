using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FastDataOperator.Configuration;

/// <summary>The ports to listen on, taken while the settings are read and kept until the web server has them: one that cannot have a port says neither which setting it had
/// it from nor, of some faults, which address it was, and logs a stack trace.</summary>
internal sealed class ClaimedPorts : IDisposable
{
    private readonly Dictionary<BindAddress, Socket> _sockets = [];

    /// <summary>Takes a port, as Kestrel would.</summary>
    /// <returns>Why it cannot be had; <see langword="null"/> where it can, and where another setting has it, which is told by itself.</returns>
    public SettingFault? Claim(BindAddress address)
    {
        if (_sockets.Keys.Any(claimed => claimed == address || claimed.Collides(address)))
        {
            return null;
        }

        var endpoint = EndPointOf(address);
        var socket = SocketOf(endpoint);
        try
        {
            socket.Bind(endpoint);

            // What is only bound to can still be bound to and listened on by others (SO_REUSEADDR, which .NET sets).
            socket.Listen();
            if (address.Port == 0)
            {
                // The system has one for each of those who leave the choice to it.
                socket.Dispose();
            }
            else
            {
                _sockets.Add(address, socket);
            }

            return null;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            return fault.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new("is taken: something else listens there", "stop what does, or name another port"),
                SocketError.AddressNotAvailable => new("is no address of this machine", $"name one that it has, or all with :{address.Port}"),
                SocketError.AccessDenied => new("cannot be listened on: permission denied", "name a port from 1024 on"),
                _ => new($"cannot be listened on: {fault.Message.TrimEnd('.')}", "name another address"),
            };
        }
    }

    /// <summary>The socket of an address, for the web server, which listens on it once more; a new one where none was claimed.</summary>
    public Socket Take(EndPoint endpoint)
    {
        foreach (var (address, socket) in _sockets)
        {
            if (EndPointOf(address).Equals(endpoint))
            {
                return socket;
            }
        }

        return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private static IPEndPoint EndPointOf(BindAddress address) => new(address.Host ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any), address.Port);

    private static Socket SocketOf(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endpoint.Address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }

        return socket;
    }
}
