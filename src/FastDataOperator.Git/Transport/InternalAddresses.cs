using System.Net;
using System.Net.Sockets;

namespace FastDataOperator.Git.Transport;

/// <summary>Addresses that lead to this machine, its link or the cloud's metadata instead of to a server somewhere.</summary>
internal static class InternalAddresses
{
    /// <summary>In the order in which they are looked through: the narrower of two that overlap comes first.</summary>
    private static readonly (IPNetwork Network, string What)[] s_networks =
    [
        // Instance metadata: AWS, Azure, Google, Oracle and others share the first; Alibaba, Azure's wire server, Oracle, AWS and Google over IPv6.
        (IPNetwork.Parse("169.254.169.254/32"), "a cloud metadata address"),
        (IPNetwork.Parse("100.100.100.200/32"), "a cloud metadata address"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud metadata address"),
        (IPNetwork.Parse("192.0.0.192/32"), "a cloud metadata address"),
        (IPNetwork.Parse("fd00:ec2::/32"), "a cloud metadata address"),
        (IPNetwork.Parse("fd20:ce::254/128"), "a cloud metadata address"),

        // IANA's special-purpose registries (RFC 6890).
        (IPNetwork.Parse("127.0.0.0/8"), "a loopback address"),
        (IPNetwork.Parse("::1/128"), "a loopback address"),
        (IPNetwork.Parse("0.0.0.0/8"), "the unspecified address"),
        (IPNetwork.Parse("::/128"), "the unspecified address"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address"),
        (IPNetwork.Parse("fe80::/10"), "a link-local address"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "a broadcast or reserved address"),

        // NAT64 of one network (RFC 8215): where in it an IPv4 address stands is that network's own matter.
        (IPNetwork.Parse("64:ff9b:1::/48"), "an address of a local IPv4 translator"),
    ];

    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Holds the IPv4 address of the client in its last four bytes, each bit turned (RFC 4380, 4).</summary>
    private static readonly IPNetwork s_teredo = IPNetwork.Parse("2001::/32");

    /// <summary>Forms that hold an IPv4 address in their last four bytes: compatible, NAT64 (RFC 6052).</summary>
    private static readonly IPNetwork[] s_embedding = [IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96")];

    /// <returns>What the address is, or <see langword="null"/> for an ordinary one.</returns>
    /// <param name="address">Unwrapped.</param>
    public static string? Describe(IPAddress address) => Array.Find(s_networks, entry => entry.Network.Contains(address)).What;

    /// <summary>The IPv4 address that an IPv6 one stands for, else the address itself, without a zone.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        // Not by its network: IPNetwork takes a mapped address for the IPv4 one that it holds.
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        if (s_sixToFour.Contains(plain))
        {
            return new IPAddress(bytes.AsSpan(2, 4));
        }

        if (s_teredo.Contains(plain))
        {
            return new IPAddress(Array.ConvertAll(bytes[12..], static turned => (byte)~turned));
        }

        // What is refused as it is stands for nothing else: ::1, or ISATAP on the own link.
        return Describe(plain) is null && (IsIsatap(bytes) || Array.Exists(s_embedding, network => network.Contains(plain))) ? new IPAddress(bytes.AsSpan(12, 4)) : plain;
    }

    /// <summary>Whether the interface identifier holds an IPv4 address in its last four bytes, behind any prefix (RFC 5214, 6.1).</summary>
    private static bool IsIsatap(ReadOnlySpan<byte> bytes) => bytes[8] is 0 or 2 && bytes[9..12].SequenceEqual<byte>([0, 0x5e, 0xfe]);
}
