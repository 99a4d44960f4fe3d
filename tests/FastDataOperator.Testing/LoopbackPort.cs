using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FastDataOperator.Testing;

/// <summary>Ports for servers that must be told theirs.</summary>
public static class LoopbackPort
{
    /// <summary>One that nobody listens on, below the range that outgoing connections get theirs from: it is still free when its server, killed,
    /// starts again.</summary>
    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
