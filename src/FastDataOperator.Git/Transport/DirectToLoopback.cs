using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>The machine's proxy settings, but this machine itself is reached directly: credentials may go to it in clear text, so they
/// must not pass a proxy.</summary>
internal sealed class DirectToLoopback(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
