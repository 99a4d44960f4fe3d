using System.Net.Security;

namespace FastDataOperator.Git.Transport;

/// <summary>TLS to a proxy. In TLS 1.3 a client takes the handshake for done before the other side has judged it: that a proxy wants a certificate comes with
/// the first answer, where it could be taken for the server's word.</summary>
internal sealed class ProxyTls(Stream stream, RemoteProxy proxy) : SslStream(stream)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (ConnectionFault.IsForACertificate(fault))
        {
            throw new IOException(fault.Message, ConnectionFault.ByProxysHandshake(fault, proxy));
        }
    }
}
