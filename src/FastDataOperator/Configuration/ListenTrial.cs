using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Configuration;

/// <summary>Tries out whether an address can be listened on: a web server that cannot says neither which setting it had it from nor, of some faults, which address it was.</summary>
internal static class ListenTrial
{
    /// <summary>Takes the port for a moment, as Kestrel will.</summary>
    public static SettingFault? FaultOf(BindAddress address)
    {
        var host = address.Host ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (host.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }

        try
        {
            socket.Bind(new IPEndPoint(host, address.Port));
            return null;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new("is taken: something else listens there", "stop what does, or name another port"),
                SocketError.AddressNotAvailable => new("is no address of this machine", $"name one that it has, or all with :{address.Port}"),
                SocketError.AccessDenied => new("cannot be listened on: permission denied", "name a port from 1024 on"),
                _ => new($"cannot be listened on: {fault.Message.TrimEnd('.')}", "name another address"),
            };
        }
    }
}
