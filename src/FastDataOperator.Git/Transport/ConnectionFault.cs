using System.Net;
using System.Security.Authentication;

namespace FastDataOperator.Git.Transport;

/// <summary>What kept an answer away.</summary>
/// <param name="What">Continues the address.</param>
internal sealed record ConnectionFault(GitFailure Reason, bool IsTransient, string What)
{
    /// <summary>What else may be wrong with a proxy that is written with <c>https://</c>.</summary>
    public const string SpeaksNoTls = "If the proxy itself speaks no TLS, its address begins with http://.";

    private const string OwnAuthority = "If the certificate's authority is your own, put it into ca.crt of the Secret, add it to the machine's certificate store, or name a bundle in SSL_CERT_FILE.";

    /// <summary>Ends of a handshake (RFC 8446, 6.2) by a server that wants a client certificate, or another one, in OpenSSL's words.</summary>
    private static readonly string[] s_certificateAlerts = ["alert certificate", "alert bad certificate", "alert unsupported certificate", "alert unknown ca", "alert access denied", "alert handshake failure"];

    /// <summary>Whether an exception says that an answer did not come, and not that nobody wants it any more.</summary>
    public static bool Is(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException };

    /// <param name="exception">One that <see cref="Is"/> that.</param>
    public static ConnectionFault Of(Exception exception, RemoteAccess access)
    {
        if (exception.GetBaseException() is GitException known)
        {
            return new ConnectionFault(known.Reason, known.IsTransient, known.Message);
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused)
        {
            return ByProxy(refused, access.Proxy);
        }

        var cause = Cause(exception);
        if (IsForACertificate(exception))
        {
            return new ConnectionFault(GitFailure.InsecureConnection, false, $"ended the TLS handshake: {cause}. " + (access.Trust.Certificate is null
                ? "A server that asks for a client certificate does so, and none was given (tls.crt and tls.key)."
                : "A server that does not accept the client certificate does so: check tls.crt and tls.key."));
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || exception.InnerException is AuthenticationException)
        {
            var words = ServerWords.Clean(exception.InnerException?.Message ?? exception.Message).TrimEnd('.');
            return new ConnectionFault(GitFailure.InsecureConnection, false, $"could not be reached over a secure connection: {words}.{Advice(words)}");
        }

        return new ConnectionFault(GitFailure.ConnectionFailed, true, exception switch
        {
            OperationCanceledException =>
                $"could not be reached{(access.Proxy is null ? "" : $" through the proxy {access.Proxy.Display}")}: no connection within {RouteHandler.ConnectTime.TotalSeconds} s.",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "could not be reached: its host name is unknown here.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                $"could not be reached: {ServerWords.Clean(exception.InnerException?.Message ?? exception.Message).TrimEnd('.')}.",
            _ => $"broke the connection off{(access.Proxy is null ? "" : $", or the proxy {access.Proxy.Display} did")}: {cause}.",
        });
    }

    /// <summary>Whether the other side ended a handshake because it wants a client certificate, or another one.</summary>
    public static bool IsForACertificate(Exception exception) =>
        Cause(exception) is var cause && s_certificateAlerts.Any(alert => cause.Contains(alert, StringComparison.Ordinal));

    /// <summary>A proxy that wants a client certificate.</summary>
    public static GitException ByProxysHandshake(Exception exception, RemoteProxy proxy) => new(
        GitFailure.InsecureConnection, false,
        $"is to be reached through the proxy {proxy.Display}, which ended the TLS handshake: {Cause(exception)}. A proxy that asks for a client certificate does so, and none is shown to a proxy.");

    /// <summary>A proxy's own 407 for a request that it did not pass on.</summary>
    public static ConnectionFault AsksForCredentials(RemoteProxy? proxy) => new(
        GitFailure.ProxyRefused, false,
        proxy is null ? "is behind a proxy that asks for credentials (HTTP 407)."
        : proxy.User is null ? $"is to be reached through the proxy {proxy.Display}, which asks for credentials (HTTP 407), and none were given. Add username and password to the proxy's Secret."
        : $"is to be reached through the proxy {proxy.Display}, which did not accept the credentials (HTTP 407). Check username and password in the proxy's Secret.");

    /// <param name="words">Those of <see cref="ServerCertificate"/>, or of the platform, about a handshake.</param>
    private static string Advice(string words) =>
        words.Contains("authority", StringComparison.Ordinal) ? " " + OwnAuthority
        : words.StartsWith("its certificate", StringComparison.Ordinal) ? ""
        : " Check that TLS is spoken at this port.";

    private static string Cause(Exception exception) => ServerWords.Clean(exception.GetBaseException().Message).TrimEnd('.');

    private static ConnectionFault ByProxy(HttpRequestException refused, RemoteProxy? proxy)
    {
        var through = $"is to be reached through {(proxy is null ? "a proxy" : $"the proxy {proxy.Display}")}, which";
        if (refused.StatusCode is { } status)
        {
            return status == HttpStatusCode.ProxyAuthenticationRequired ? AsksForCredentials(proxy)

                // tinyproxy's answer to credentials that it does not know.
                : status == HttpStatusCode.Unauthorized ? new ConnectionFault(GitFailure.ProxyRefused, false, $"{through} did not accept the credentials (HTTP 401). Check username and password in the proxy's Secret.")
                : (int)status >= 500 ? new ConnectionFault(GitFailure.ConnectionFailed, true, $"{through} could not connect to it (HTTP {(int)status}).")
                : new ConnectionFault(GitFailure.ProxyRefused, false, $"{through} does not connect to it (HTTP {(int)status}). Ask whoever runs the proxy to allow it.");
        }

        // A SOCKS proxy's refusals have no type of their own. What is not surely about credentials may pass by itself.
        var words = ServerWords.Clean(refused.InnerException?.Message ?? refused.Message).TrimEnd('.');
        return words.Contains("authenticat", StringComparison.OrdinalIgnoreCase)
            ? new ConnectionFault(GitFailure.ProxyRefused, false, $"{through} did not take the credentials, or asks for some: {words}. Check username and password in the proxy's Secret.")
            : new ConnectionFault(GitFailure.ConnectionFailed, true, $"{through} made no connection: {words}.");
    }
}
