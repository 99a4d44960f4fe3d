using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Git.Transport;

/// <summary>Makes the connections of a policy that judges addresses: looks a host up once, and connects to what of that is allowed and to nothing else.</summary>
internal sealed class JudgedConnection(RemotePolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (!IsToProxy(context))
        {
            addresses = policy.Filter(host, port, addresses);
        }

        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

#pragma warning disable CA2000 // the stream owns it
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            // One after the other, until one takes it.
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The machine's own proxy is configured by whoever runs this, not by whoever names a repository. A tunnel is asked for with
    /// CONNECT; else the request names another host than the one that is connected to.</summary>
    private static bool IsToProxy(SocketsHttpConnectionContext context)
    {
        var request = context.InitialRequestMessage;
        return request.Method == HttpMethod.Connect
            || request.RequestUri is not { } url
            || url.Port != context.DnsEndPoint.Port
            || !string.Equals(url.IdnHost, context.DnsEndPoint.Host, StringComparison.OrdinalIgnoreCase);
    }
}
