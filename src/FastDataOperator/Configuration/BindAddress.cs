using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Configuration;

/// <summary>Where a server listens.</summary>
/// <param name="Host">An address of this machine; <see langword="null"/> for all of them, IPv4 and IPv6.</param>
/// <param name="Port">0 lets the system choose one.</param>
internal sealed record BindAddress(IPAddress? Host, int Port)
{
    /// <summary>What is written to listen nowhere, as in controller-runtime.</summary>
    public const string Off = "0";

    /// <summary>Takes <c>:8080</c>, <c>127.0.0.1:8080</c> and <c>[::1]:8080</c>.</summary>
    public static bool TryParse(string text, out BindAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text.AsSpan(0, colon);
        if (host.Length == 0)
        {
            address = new BindAddress(null, port);
            return true;
        }

        var isBracketed = host is ['[', .., ']'];
        if (!IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var parsed) || isBracketed != host.Contains(':'))
        {
            return false;
        }

        address = new BindAddress(parsed, port);
        return true;
    }

    /// <summary>Whether both cannot be listened on at once, although they are not the same.</summary>
    public bool Collides(BindAddress other) => Port != 0 && Port == other.Port && this != other && (Covers(other) || other.Covers(this));

    /// <summary>All addresses of IPv6 are those of IPv4 too.</summary>
    private bool Covers(BindAddress other) =>
        Host is null || Host.Equals(IPAddress.IPv6Any) || (Host.Equals(IPAddress.Any) && other.Host is { AddressFamily: AddressFamily.InterNetwork });

    public override string ToString() => Host is null ? $":{Port}" : new IPEndPoint(Host, Port).ToString();
}
