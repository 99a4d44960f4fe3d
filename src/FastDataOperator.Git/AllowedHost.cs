using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace FastDataOperator.Git;

/// <summary>A host that may be reached: <c>git.example.com</c> on any port, <c>git.example.com:8443</c>, or all below <c>*.example.com</c>.</summary>
public sealed record AllowedHost
{
    private const string Wildcard = "*.";

    private readonly string _host;
    private readonly int? _port;

    private AllowedHost(string host, int? port, bool isExact)
    {
        _host = host;
        _port = port;
        IsExact = isExact;
    }

    /// <summary>Whether it names one host: only such an entry lifts the refusal of addresses.</summary>
    public bool IsExact { get; }

    /// <param name="problem">What is wrong with the text and what to write instead.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AllowedHost? host, [NotNullWhen(false)] out string? problem)
    {
        host = null;
        problem = null;
        var rest = (text ?? "").Trim();
        var isExact = !rest.StartsWith(Wildcard, StringComparison.Ordinal);
        rest = isExact ? rest : rest[Wildcard.Length..];
        int? port = null;
        var colon = rest.LastIndexOf(':');
        if (colon >= 0 && (!rest[..colon].Contains(':', StringComparison.Ordinal) || rest[colon - 1] == ']'))
        {
            if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > ushort.MaxValue)
            {
                problem = $"\"{ServerName(text)}\" is no host: behind the colon stands a port from 1 to 65535";
                return false;
            }

            port = number;
            rest = rest[..colon];
        }

        var isAddress = IPAddress.TryParse(rest, out var address) && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || rest.Count(static character => character == '.') == 3);
        if (isAddress && isExact)
        {
            host = new AllowedHost(address!.ToString(), port, isExact);
            return true;
        }

        if (isAddress || Uri.CheckHostName(rest) != UriHostNameType.Dns || !Uri.TryCreate("https://" + rest, UriKind.Absolute, out var url))
        {
            problem = $"\"{ServerName(text)}\" is no host: write git.example.com, git.example.com:8443 or *.example.com";
            return false;
        }

        host = new AllowedHost(Normal(url.IdnHost), port, isExact);
        return true;
    }

    /// <summary>As it is written in the list.</summary>
    public override string ToString()
    {
        var name = _host.Contains(':', StringComparison.Ordinal) && _port is not null ? $"[{_host}]" : _host;
        return (IsExact ? "" : Wildcard) + name + (_port is { } port ? ":" + port.ToString(CultureInfo.InvariantCulture) : "");
    }

    /// <summary>A host's name as hosts are compared here: lower case, without the final dot, an address in its one notation.</summary>
    internal static string Normal(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return IPAddress.TryParse(name, out var address) ? address.ToString() : name;
    }

    /// <param name="host">In its normal form.</param>
    internal bool Matches(string host, int port) =>
        (_port is null || _port == port) && (IsExact ? host == _host : host.EndsWith('.' + _host, StringComparison.Ordinal) && host.Length > _host.Length + 1);

    private static string ServerName(string? text) => Transport.ServerWords.Clean(text ?? "");
}
