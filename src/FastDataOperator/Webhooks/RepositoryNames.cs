using FastDataOperator.Git;

namespace FastDataOperator.Webhooks;

/// <summary>What the many ways to write a repository's address have in common: <c>git.example.com/team-a/config</c>, in small letters. Scheme, user, port,
/// <c>.git</c> and how a forge tells ssh and https apart are left out. Two repositories may so have one name: then a push to one makes the other's imports due too,
/// which costs a look.</summary>
internal static class RepositoryNames
{
    private const int LongestAddress = 4096;
    private const string Suffix = ".git";
    private const string AzureHost = "dev.azure.com";
    private const string OldAzureHost = ".visualstudio.com";

    /// <summary>Stands for the host where only project and name are known.</summary>
    private const string AnyHost = "*";

    /// <returns><see langword="null"/> for what is no address of a remote repository.</returns>
    public static string? Of(string address)
    {
        if (address.Length is 0 or > LongestAddress || !Uri.TryCreate(WithScheme(address.Trim()), UriKind.Absolute, out var url) || url.IsFile || url.Host.Length == 0 || !UrlHost.IsValid(url))
        {
            return null;
        }

        var path = Uri.UnescapeDataString(url.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length == 0 || (path.Length == 1 && path[0] == Suffix))
        {
            return null;
        }

        path[^1] = path[^1].EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && path[^1].Length > Suffix.Length ? path[^1][..^Suffix.Length] : path[^1];
        var (host, segments) = Forged(url.IdnHost.ToLowerInvariant(), path);
        return string.Join('/', [host, .. segments]).ToLowerInvariant();
    }

    /// <summary>The name where no address is known, for <see cref="Any"/>.</summary>
    public static string OnAnyHost(string project, string slug) => $"{AnyHost}/{project}/{slug}".ToLowerInvariant();

    /// <summary>The other name by which <see cref="OnAnyHost"/> finds what <see cref="Of"/> named; <see langword="null"/> where it has too few parts.</summary>
    public static string? Any(string name)
    {
        var slug = name.LastIndexOf('/');
        var project = slug <= 0 ? -1 : name.LastIndexOf('/', slug - 1);
        return project <= 0 ? null : AnyHost + name[project..];
    }

    /// <summary><c>git@host:path</c> as an address with a scheme.</summary>
    private static string WithScheme(string address)
    {
        if (address.Contains("://", StringComparison.Ordinal))
        {
            return address;
        }

        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || address.AsSpan(0, colon).Contains('/') ? "" : $"ssh://{address[..colon]}/{address[(colon + 1)..].TrimStart('/')}";
    }

    /// <summary>Where a forge has one address for https and another for ssh, the one that both come to.</summary>
    private static (string Host, string[] Path) Forged(string host, string[] path) => (host, path) switch
    {
        ("ssh.github.com", _) => ("github.com", path),
        ("altssh.gitlab.com", _) => ("gitlab.com", path),

        // ssh://git@ssh.dev.azure.com/v3/organization/project/repository
        ("ssh.dev.azure.com" or "vs-ssh.visualstudio.com", ["v3", var organization, var project, var repository]) => (AzureHost, [organization, project, repository]),

        // A project's first repository has its name, and is left out.
        (AzureHost, [var organization, var project, "_git", var repository]) => (AzureHost, [organization, project, repository]),
        (AzureHost, [var organization, "_git", var repository]) => (AzureHost, [organization, repository, repository]),
        _ when host.EndsWith(OldAzureHost, StringComparison.Ordinal) => OldAzure(host[..^OldAzureHost.Length], path),

        // Azure DevOps Server: the name of the collection stands before, in https and in ssh.
        (_, [.. var before, "_git", var repository]) when before.Length > 0 => (host, [.. before, repository]),

        // Bitbucket Data Center, with or without a context path: https://host/context/scm/project/repository
        (_, [.., "scm", var project, var repository]) => (host, [project, repository]),
        _ => (host, path),
    };

    private static (string Host, string[] Path) OldAzure(string organization, string[] path)
    {
        var rest = path is [var first, .. var others] && first.Equals("DefaultCollection", StringComparison.OrdinalIgnoreCase) ? others : path;
        return rest switch
        {
            [var project, "_git", var repository] => (AzureHost, [organization, project, repository]),
            ["_git", var repository] => (AzureHost, [organization, repository, repository]),
            _ => (organization + OldAzureHost, path),
        };
    }
}
