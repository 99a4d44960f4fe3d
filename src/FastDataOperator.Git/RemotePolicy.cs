using System.Net;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git;

/// <summary>Where operations may go, for a process that is told addresses by people who may not reach everything that it can.
/// <para>Addresses are judged where the connection is made, so that a name that changes its address between two look-ups gains nothing, and a
/// redirect leads nowhere else. With a proxy the proxy looks names up and connects: the rules about schemes, hosts, and addresses written in a URL hold
/// then too, those about the address of a name are the proxy's to keep. The process's own proxy (<c>HTTPS_PROXY</c>…) is reached wherever it is; one
/// that an import names (<see cref="RemoteProxy"/>) must be allowed just as a repository's host.</para></summary>
public sealed record RemotePolicy
{
    /// <summary>Everything that the user of the command line can reach.</summary>
    public static RemotePolicy Unrestricted { get; } = new() { AllowHttp = true, AllowLocal = true, AllowSshConfiguration = true, AllowInternalAddresses = true };

    /// <summary>Whether plain <c>http</c> is spoken.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether paths of this machine, and <c>file://</c>, are opened.</summary>
    public bool AllowLocal { get; init; }

    /// <summary>Whether ssh, where no key is given, goes by this user's own configuration, agent and known hosts.</summary>
    public bool AllowSshConfiguration { get; init; }

    /// <summary>The only hosts that are reached; empty for any. One that names a host exactly also lifts the refusal of its name and addresses.</summary>
    public IReadOnlyList<AllowedHost> AllowedHosts { get; init; } = [];

    /// <summary>Networks of pods and services, refused like the machine's own addresses.</summary>
    public IReadOnlyList<IPNetwork> ClusterNetworks { get; init; } = [];

    /// <summary>Further addresses of the cluster that are refused: that of its API server.</summary>
    public IReadOnlyList<IPAddress> ClusterAddresses { get; init; } = [];

    /// <summary>Whether addresses and names of the machine, the link, the cluster and the cloud's metadata are reached.</summary>
    public bool AllowInternalAddresses { get; init; }

    /// <summary>Whether connections must be judged one by one.</summary>
    internal bool JudgesAddresses => !AllowInternalAddresses;

    /// <summary>What of an address can be judged before anybody is asked where its host is.</summary>
    /// <returns>What continues the address in a message, or <see langword="null"/> where it may be tried.</returns>
    internal string? Problem(RepositoryAddress address)
    {
        if (address.Url is { } url)
        {
            return Problem(url);
        }

        if (address.Ssh is { } location)
        {
            return HostProblem(location.Host, location.ConnectPort);
        }

        return AllowLocal ? null : "is a path on this machine, which is not allowed here. Use an https:// address, or allow it with --allow-local-repositories.";
    }

    /// <inheritdoc cref="Problem(RepositoryAddress)"/>
    /// <param name="url">An http(s) address.</param>
    internal string? Problem(Uri url) =>
        url.Scheme == Uri.UriSchemeHttp && !AllowHttp
            ? "is plain http, which is not allowed here. Use the https:// address, or allow it with --allow-http."
            : HostProblem(url.IdnHost, url.Port);

    /// <returns>What continues a repository's address in a message, or <see langword="null"/> where the proxy may be tried.</returns>
    internal string? Problem(RemoteProxy? proxy) =>
        proxy is not null && HostProblem(proxy.Address.IdnHost, proxy.Address.Port) is { } problem ? $"is to be reached through the proxy {proxy.Display}, which {problem}" : null;

    /// <summary>Of the addresses of a host, those that may be connected to.</summary>
    /// <exception cref="GitException">There are addresses, and none of them may; the message continues the repository's address.</exception>
    internal IPAddress[] Filter(string host, int port, IPAddress[] addresses)
    {
        var name = AllowedHost.Normal(host);
        if (IsLifted(name, port))
        {
            return addresses;
        }

        var allowed = Array.FindAll(addresses, address => AddressProblem(name, address) is null);
        return allowed.Length > 0 || addresses.Length == 0 ? allowed : throw new GitException(GitFailure.NotAllowed, false, AddressProblem(name, addresses[0])!);
    }

    private string? HostProblem(string name, int port)
    {
        var host = AllowedHost.Normal(name);
        if (AllowedHosts.Count > 0 && !AllowedHosts.Any(allowed => allowed.Matches(host, port)))
        {
            return $"is on host {host}, port {port}, which is not among the allowed ones ({string.Join(", ", AllowedHosts.Take(10))}{(AllowedHosts.Count > 10 ? ", …" : "")}). Add it to --allowed-hosts if it should be.";
        }

        return IsLifted(host, port) ? null
            : IPAddress.TryParse(host, out var literal) ? AddressProblem(host, literal)
            : InternalNames.Describe(host) is { } what ? $"is on host {host}, {what}, which is not allowed here. Add {host} to --allowed-hosts if it should be."
            : null;
    }

    private bool IsLifted(string host, int port) => AllowInternalAddresses || AllowedHosts.Any(allowed => allowed.IsExact && allowed.Matches(host, port));

    private string? AddressProblem(string host, IPAddress address)
    {
        var judged = InternalAddresses.Unwrap(address);
        var what = InternalAddresses.Describe(judged)
            ?? (ClusterAddresses.Any(own => InternalAddresses.Unwrap(own).Equals(judged)) ? "an address of the cluster's API server"
                : ClusterNetworks.Any(network => network.Contains(judged) || network.Contains(address)) ? "an address inside the cluster"
                : null);
        return what is null ? null
            : $"is on host {host}{(host == address.ToString() ? "" : $" at {address}")}, {what}, which is not allowed here. Add {host} to --allowed-hosts if it should be.";
    }
}
