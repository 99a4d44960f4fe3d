using System.Net;

namespace FastDataOperator.Configuration;

/// <summary>Where repositories may be.</summary>
internal sealed record RemoteOptions
{
    /// <summary><c>git.example.com</c>, <c>git.example.com:8443</c> or <c>*.example.com</c>; empty (the default) for any host.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Networks of pods and services, whose addresses are refused (default: none known).</summary>
    public IReadOnlyList<IPNetwork> ClusterNetworks { get; init; } = [];

    /// <summary>Whether plain http is allowed (default: no).</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether <c>file://</c> and paths are allowed (default: no).</summary>
    public bool AllowLocalRepositories { get; init; }
}
