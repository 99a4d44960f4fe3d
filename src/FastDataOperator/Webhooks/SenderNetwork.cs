using System.Net;

namespace FastDataOperator.Webhooks;

/// <summary>Whom a request counts for: of IPv4 the address, of IPv6 the network, as everybody has as many addresses in it as they like.</summary>
internal static class SenderNetwork
{
    public static IPAddress Of(IPAddress? address)
    {
        var origin = address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (origin.GetAddressBytes() is not { Length: 16 } bytes)
        {
            return origin;
        }

        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
