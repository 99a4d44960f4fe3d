using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FastDataOperator.Git.Transport;

/// <summary>Makes connections: looks a host up once, and connects to what of that is allowed and to nothing else. An import's own proxy is judged like
/// any host, because whoever names a repository names it too.</summary>
/// <param name="proxy">The import's own; all connections go to it.</param>
/// <param name="proxySide">TLS to it, where it is an <c>https://</c> one.</param>
internal sealed class JudgedConnection(
    TimeProvider timeProvider, RemotePolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve, RemoteProxy? proxy = null, SecureSide? proxySide = null)
{
    /// <summary>How long a proxy's TLS handshake may take. One that speaks no TLS waits for the end of a line, which never comes.</summary>
    private static readonly TimeSpan s_handshakeTime = TimeSpan.FromSeconds(10);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        if (proxy is null)
        {
            return await ConnectAsync(host, port, isJudged: policy.JudgesAddresses && !IsToProxy(context), cancellationToken);
        }

        try
        {
            var stream = await ConnectAsync(host, port, policy.JudgesAddresses, cancellationToken);
            return proxySide is null ? stream : await SecureAsync(new ProxyTls(stream, proxy), proxySide, host, cancellationToken);
        }
        catch (GitException refused)
        {
            throw new GitException(refused.Reason, refused.IsTransient, $"is to be reached through the proxy {proxy.Display}, which {refused.Message}");
        }
        catch (SocketException fault)
        {
            throw new GitException(
                GitFailure.ConnectionFailed, true,
                $"is to be reached through the proxy {proxy.Display}, which could not be reached: {(fault.SocketErrorCode == SocketError.HostNotFound ? "its host name is unknown here" : ServerWords.Clean(fault.Message).TrimEnd('.'))}.");
        }
        catch (AuthenticationException fault) when (ConnectionFault.IsForACertificate(fault))
        {
            throw ConnectionFault.ByProxysHandshake(fault, proxy);
        }
        catch (AuthenticationException fault)
        {
            throw new GitException(
                GitFailure.InsecureConnection, false,
                $"is to be reached through the proxy {proxy.Display}, which could not be reached over a secure connection: {ServerWords.Clean(fault.InnerException?.Message ?? fault.Message).TrimEnd('.')}. "
                + "If the certificate's authority is your own, put it into ca.crt of the proxy's Secret. " + ConnectionFault.SpeaksNoTls);
        }
        catch (IOException fault)
        {
            throw new GitException(
                GitFailure.ConnectionFailed, true, $"is to be reached through the proxy {proxy.Display}, which broke the connection off: {ServerWords.Clean(fault.Message).TrimEnd('.')}."
                + (proxySide is null ? "" : " " + ConnectionFault.SpeaksNoTls));
        }
    }

    private async Task<Stream> ConnectAsync(string host, int port, bool isJudged, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (isJudged)
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

    private async Task<Stream> SecureAsync(SslStream secure, SecureSide side, string host, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_handshakeTime, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await secure.AuthenticateAsClientAsync(side.Options(host), either.Token);
            return secure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await secure.DisposeAsync();
            throw new GitException(
                GitFailure.ConnectionFailed, true, $"finished no TLS handshake within {s_handshakeTime.TotalSeconds} s. {ConnectionFault.SpeaksNoTls}");
        }
        catch
        {
            await secure.DisposeAsync();
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
