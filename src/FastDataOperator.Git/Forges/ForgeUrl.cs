namespace FastDataOperator.Git.Forges;

/// <summary>The web side of a repository's address.</summary>
/// <param name="Origin">Scheme, host and port, without a path. That of an <c>ssh://</c> address is <c>https</c> on the same host: forges answer there.</param>
/// <param name="Segments">The path, decoded, the last one without <c>.git</c>.</param>
internal sealed record ForgeUrl(Uri Origin, IReadOnlyList<string> Segments)
{
    /// <summary>In lower case, as it is looked up.</summary>
    public string Host => AllowedHost.Normal(Origin.IdnHost);

    /// <returns><see langword="null"/> for a path on this machine.</returns>
    public static ForgeUrl? Of(RepositoryAddress repository)
    {
        if (repository.Ssh is { } ssh)
        {
            return Of(new UriBuilder(Uri.UriSchemeHttps, ssh.Host).Uri, ssh.Path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }

        return repository.Url is { } url
            ? Of(
                new Uri(url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)),
                [.. url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)])
            : null;
    }

    /// <summary>Whether every segment can be one name in a path: none is a dot, holds a slash or what cannot be printed.</summary>
    public bool HasPlainSegments =>
        Segments.All(static segment => segment is not ("" or "." or "..") && !segment.Any(static character => character is '/' or '\\' || char.IsControl(character)));

    /// <summary>The address below <see cref="Origin"/>, each segment encoded.</summary>
    public Uri At(params IEnumerable<string> segments) => new(Origin, "/" + string.Join('/', segments.Select(Uri.EscapeDataString)));

    private static ForgeUrl Of(Uri origin, string[] segments)
    {
        if (segments is [.., var last] && last.Length > 4 && last.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
        {
            segments[^1] = last[..^4];
        }

        return new ForgeUrl(origin, segments);
    }
}
