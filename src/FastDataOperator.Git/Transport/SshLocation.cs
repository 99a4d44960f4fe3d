using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FastDataOperator.Git.Transport;

/// <summary>What an <c>ssh://</c> address names, in forms that can be given to the <c>ssh</c> program and to a shell on the other side.</summary>
/// <param name="User">Null where the address names none.</param>
/// <param name="Host">In lower case; an IPv6 address without brackets.</param>
/// <param name="Port">Null for the default.</param>
/// <param name="Path">Decoded, from the root or from a <c>~</c>.</param>
internal sealed partial record SshLocation(string? User, string Host, int? Port, string Path)
{
    public const int DefaultPort = 22;

    private const string Form = "write ssh://user@host/path or ssh://user@host:port/path";

    /// <summary>The port that is connected to, unless somebody's own ssh configuration says otherwise.</summary>
    public int ConnectPort => Port ?? DefaultPort;

    /// <summary>The host as <c>known_hosts</c> has it: in brackets where the port is another than the default (sshd(8)).</summary>
    public string KnownHostsName => ConnectPort == DefaultPort ? Host : string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}");

    /// <summary>Host and port in a URL.</summary>
    public string Authority =>
        (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + (ConnectPort == DefaultPort ? "" : ":" + ConnectPort.ToString(CultureInfo.InvariantCulture));

    /// <summary>The path as one word of a POSIX shell, as Git quotes it: an exclamation mark too, which means something to some shells.</summary>
    public string QuotedPath => "'" + Path.Replace("'", "'\\''", StringComparison.Ordinal).Replace("!", "'\\!'", StringComparison.Ordinal) + "'";

    /// <param name="url">Begins with <c>ssh://</c>, in any case; without control characters.</param>
    /// <param name="problem">What is wrong with it and what to write instead; never holds a password.</param>
    public static bool TryParse(string url, [NotNullWhen(true)] out SshLocation? location, [NotNullWhen(false)] out string? problem)
    {
        (location, problem) = Parse(url);
        return location is not null;
    }

    /// <summary>What an address in scp's form (<c>user@host:path</c>) looks like as a URL; null where that is not clear.</summary>
    public static string? FromScp(string text) =>
        ScpForm().Match(text) is { Success: true } match ? $"ssh://{match.Groups["at"].Value}{match.Groups["host"].Value}/{match.Groups["path"].Value.TrimStart('/')}" : null;

    private static (SshLocation? Location, string? Problem) Parse(string url)
    {
        if (UrlForm().Match(url) is not { Success: true } match)
        {
            return (null, $"The repository's address is not a valid ssh:// URL: {Form}.");
        }

        var info = match.Groups["user"];
        if (info.Value.Contains(':', StringComparison.Ordinal))
        {
            return (null, $"The repository's address holds a password, which ssh does not take: {Form}, and give the key in a Secret.");
        }

        var user = info.Success ? Uri.UnescapeDataString(info.Value) : null;
        if (user is not null && !UserForm().IsMatch(user))
        {
            return (null, "The user in the repository's address is no user name for ssh: it begins with a letter or a digit, and holds letters, digits and ._@+=- only.");
        }

        var host = match.Groups["host"].Value.ToLowerInvariant();
        if (host[0] == '[' ? !IPAddress.TryParse(host[1..^1], out _) : Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            return (null, $"The repository's address names no valid host: {Form}.");
        }

        int? port = null;
        if (match.Groups["port"] is { Success: true } digits)
        {
            port = int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
            if (port is 0 or > ushort.MaxValue)
            {
                return (null, "The repository's address has no valid port: it is a number from 1 to 65535.");
            }
        }

        var path = Uri.UnescapeDataString(match.Groups["path"].Value).TrimEnd('/');
        if (path.Any(char.IsControl))
        {
            return (null, "The path in the repository's address holds a control character.");
        }

        if (path.Length == 0)
        {
            return (null, $"The repository's address names no path: {Form}.");
        }

        // Git's way to say a home directory; the slash only separates it from the host.
        return (new SshLocation(user, host.Trim('[', ']'), port == DefaultPort ? null : port, path.StartsWith("/~", StringComparison.Ordinal) ? path[1..] : path), null);
    }

    [GeneratedRegex(
        @"\Assh://(?:(?<user>[^@/?#]*)@)?(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?::(?<port>[0-9]{1,5}))?(?<path>(?:/[^?#]*)?)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UrlForm();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.@+=-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserForm();

    [GeneratedRegex(
        @"\A(?<at>(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?)(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):(?<path>[A-Za-z0-9_./~-]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ScpForm();
}
