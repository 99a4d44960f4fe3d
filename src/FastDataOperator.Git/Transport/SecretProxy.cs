using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>The proxy that an import's Secret names: for every address, this machine's own too. Its credentials go to it alone, and only by schemes
/// that are what they seem (no Negotiate or NTLM, which would ask the machine for more).</summary>
internal sealed class SecretProxy(RemoteProxy proxy) : IWebProxy, ICredentials
{
    /// <summary>TLS to the proxy itself is made where the connection is (<see cref="JudgedConnection"/>); what is spoken inside is plain HTTP.</summary>
    private readonly Uri _address = proxy.IsSecure ? new UriBuilder(Uri.UriSchemeHttp, proxy.Address.Host, proxy.Address.Port).Uri : proxy.Address;

    public ICredentials? Credentials
    {
        get => proxy.User is null ? null : this;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => _address;

    public bool IsBypassed(Uri host) => false;

    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        uri.Host == _address.Host && uri.Port == _address.Port && authType.ToUpperInvariant() is "BASIC" or "DIGEST" or "SOCKS5"
            ? new NetworkCredential(proxy.User, proxy.Password)
            : null;
}
