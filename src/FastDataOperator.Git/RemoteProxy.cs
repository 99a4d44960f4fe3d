using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FastDataOperator.Git;

/// <summary>A proxy that one import's connections go through, all of them, whatever the process's own settings say. Never printed but for its address.</summary>
public sealed record RemoteProxy
{
    private const int MaxLength = 2048;
    private const int MaxSocksBytes = 255;
    private const string SocksScheme = "socks5";
    private const int SocksPort = 1080;

    private RemoteProxy(Uri address, string? user, string? password, RemoteTrust trust)
    {
        Address = address;
        User = user;
        Password = password;
        Trust = trust;
    }

    /// <summary>As it may be shown: <c>http://host:port</c>.</summary>
    public string Display => Address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort, UriFormat.UriEscaped);

    /// <summary>Scheme, host and port.</summary>
    internal Uri Address { get; }

    internal string? User { get; }

    internal string? Password { get; }

    /// <summary>Whom the connection to an <c>https://</c> proxy believes.</summary>
    internal RemoteTrust Trust { get; }

    internal bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    /// <param name="address"><c>http://</c>, <c>https://</c> (TLS to the proxy itself) or <c>socks5://</c> with a host, and with a port unless it is 80, 443 or 1080.</param>
    /// <param name="user">Null where it asks for nobody.</param>
    /// <param name="trust">For an <c>https://</c> proxy.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryCreate(
        string address, string? user, string? password, RemoteTrust trust, [NotNullWhen(true)] out RemoteProxy? proxy, [NotNullWhen(false)] out ProxyProblem? problem)
    {
        proxy = null;
        problem = Problem(address, out var url) ?? CredentialsProblem(url!.Scheme == SocksScheme, user, password);
        if (problem is null)
        {
            proxy = new RemoteProxy(new UriBuilder(url!.Scheme, url.IdnHost, url.Port < 0 ? SocksPort : url.Port).Uri, user, user is null ? null : password ?? "", trust);
        }

        return problem is null;
    }

    public override string ToString() => Display;

    private static ProxyProblem? Problem(string address, out Uri? url)
    {
        url = null;
        return address.Length > MaxLength ? new ProxyProblem($"has {address.Length} characters", $"at most {MaxLength} are taken")
            : address.Any(char.IsControl) ? new ProxyProblem("holds a control character", "write it on one line")
            : !Uri.TryCreate(address, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https" or SocksScheme) || url.Host.Length == 0 || !UrlHost.IsValid(url)
                ? new ProxyProblem("is no proxy's address", "write http://host:port, https://host:port or socks5://host:port")
            : url.UserInfo.Length > 0 ? new ProxyProblem("holds a user or a password", "write them as username and password beside it")
            : url.AbsolutePath is not ("" or "/") || url.Query.Length > 0 || url.Fragment.Length > 0 ? new ProxyProblem("has a path", "write scheme, host and port alone")
            : null;
    }

    private static ProxyProblem? CredentialsProblem(bool isSocks, string? user, string? password) =>
        user is null ? (password is null ? null : new ProxyProblem("has a password beside it and no username", "add the username"))
        : isSocks && !(IsForSocks(user) && IsForSocks(password))
            ? new ProxyProblem($"is a SOCKS5 proxy, which takes a username and a password, each of 1 to {MaxSocksBytes} bytes", "write both, or neither")
        : !isSocks && user.Contains(':', StringComparison.Ordinal) ? new ProxyProblem("has a username beside it with a colon, which cannot be sent", "correct the username")
        : user.Any(char.IsControl) || password?.Any(char.IsControl) == true
            ? new ProxyProblem("has a username or a password beside it with a control character (a line break?), which cannot be sent", "correct it")
        : null;

    /// <summary>RFC 1929: a length of one byte, and not 0.</summary>
    private static bool IsForSocks(string? text) => text is { Length: > 0 } && Encoding.UTF8.GetByteCount(text) <= MaxSocksBytes;
}
