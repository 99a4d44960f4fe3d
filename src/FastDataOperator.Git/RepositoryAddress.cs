using System.Diagnostics.CodeAnalysis;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git;

/// <summary>Where a repository is: a local path, an http(s) or an ssh URL. Parsed once; the user info of http(s) is split off and never shown again.</summary>
public sealed record RepositoryAddress
{
    private const int MaxLength = 4096;

    private RepositoryAddress(string display, string path)
    {
        Display = display;
        ProjectName = NameFrom(path);
    }

    /// <summary>The address as it may be shown: without user info, but for the user of ssh, who is part of where it is.</summary>
    public string Display { get; }

    /// <summary>The last segment of the path without <c>.git</c>: what the project is called unless somebody says otherwise.</summary>
    public string ProjectName { get; }

    /// <summary>The user info of an http(s) URL; <see cref="GitCredentials.None"/> where it had none.</summary>
    public GitCredentials Credentials { get; private init; } = GitCredentials.Anonymous;

    public bool IsLocal => LocalPath is not null;

    /// <summary>Whether it is reached over SSH, where other credentials count than over http, and no proxy.</summary>
    public bool IsSsh => Ssh is not null;

    /// <summary>The http(s) address without user info and without a final slash, or null for another kind.</summary>
    internal Uri? Url { get; private init; }

    /// <summary>What an ssh address names, or null for another kind.</summary>
    internal SshLocation? Ssh { get; private init; }

    /// <summary>The absolute directory, or null for a URL.</summary>
    internal string? LocalPath { get; private init; }

    /// <summary>Takes a local path (absolute, or relative to the current directory), a <c>file://</c>, an <c>http://</c>, an <c>https://</c> or an
    /// <c>ssh://</c> URL.</summary>
    /// <param name="problem">What is wrong with the text and what to write instead; never holds the text's user info.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out RepositoryAddress? address, [NotNullWhen(false)] out string? problem)
    {
        (address, problem) = Parse(text);
        return address is not null;
    }

    public override string ToString() => Display;

    private static (RepositoryAddress? Address, string? Problem) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, "The repository's address is empty.");
        }

        if (text.Length > MaxLength)
        {
            return (null, $"The repository's address has {text.Length} characters; at most {MaxLength} are taken.");
        }

        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return (null, "The repository's address holds a control character.");
            }
        }

        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd > 0 && text.AsSpan(0, schemeEnd).IndexOfAny('/', '\\') < 0)
        {
            return ParseUrl(text, text[..schemeEnd].ToLowerInvariant());
        }

        if (!IsRemoteHelperOrScp(text))
        {
            return (Local(text), null);
        }

        return SshLocation.FromScp(text) is { } url
            ? (null, $"The repository's address is in scp's form (host:path): write {url}, or ./ before it if it is a local path.")
            : (null, "The repository's address looks like an ssh one (host:path) or names a remote helper (name::…): "
                + "write ssh://user@host/path; for a local path with a colon write ./ before it.");
    }

    private static (RepositoryAddress? Address, string? Problem) ParseUrl(string text, string scheme)
    {
        if (scheme == "ssh")
        {
            return SshLocation.TryParse(text, out var location, out var problem) ? (OverSsh(location), null) : (null, problem);
        }

        if (scheme is not ("http" or "https" or "file"))
        {
            return (null, $"The repository's address uses {SchemeWords(scheme)}, which this version does not speak. "
                + "It takes https:// and ssh://, and where they are allowed http://, file:// and local paths.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != scheme || !UrlHost.IsValid(url))
        {
            return (null, $"The repository's address is not a valid {scheme}:// URL.");
        }

        if (scheme == "file")
        {
            return url.Host is "" or "localhost" && url.UserInfo.Length == 0 && Uri.UnescapeDataString(url.AbsolutePath) is var path && !path.Contains('\0', StringComparison.Ordinal)
                ? (Local(path), null)
                : (null, "A file:// address names a path on this machine: write file:///path.");
        }

        if (url.Host.Length == 0)
        {
            return (null, $"The repository's address names no host: write {scheme}://host/path.");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return (null, "The repository's address holds a query (?) or a fragment (#); a Git address has neither.");
        }

        var clean = new UriBuilder(url) { UserName = "", Password = "", Path = url.AbsolutePath.TrimEnd('/') }.Uri;
        return (new RepositoryAddress(clean.AbsoluteUri.TrimEnd('/'), Uri.UnescapeDataString(clean.AbsolutePath)) { Url = clean, Credentials = CredentialsFrom(url.UserInfo) }, null);
    }

    private static RepositoryAddress OverSsh(SshLocation location)
    {
        var path = string.Join('/', location.Path.Split('/').Select(Uri.EscapeDataString));
        var display = $"ssh://{(location.User is null ? "" : Uri.EscapeDataString(location.User) + "@")}{location.Authority}{(path[0] == '/' ? "" : "/")}{path}";
        return new RepositoryAddress(display, location.Path) { Ssh = location };
    }

    private static RepositoryAddress? Local(string path)
    {
        var full = Path.GetFullPath(path);
        var trimmed = Path.TrimEndingDirectorySeparator(full);
        return new RepositoryAddress(trimmed, trimmed) { LocalPath = trimmed };
    }

    private static GitCredentials CredentialsFrom(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return GitCredentials.Anonymous;
        }

        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new GitCredentials.Basic(Uri.UnescapeDataString(userInfo), "")
            : new GitCredentials.Basic(Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }

    private static bool IsRemoteHelperOrScp(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text.AsSpan(0, colon).IndexOfAny('/', '\\') >= 0)
        {
            return false;
        }

        var isDriveLetter = OperatingSystem.IsWindows() && colon == 1 && char.IsAsciiLetter(text[0]);
        return !isDriveLetter;
    }

    private static string SchemeWords(string scheme) => scheme switch
    {
        "git+ssh" or "ssh+git" => scheme + "://, another name of ssh://",
        "git" => "the git:// protocol",
        { Length: <= 20 } => scheme + "://",
        _ => "a scheme",
    };

    private static string NameFrom(string path)
    {
        var rest = path.AsSpan().TrimEnd("/\\");
        if (rest.EndsWith("/.git", StringComparison.Ordinal))
        {
            rest = rest[..^"/.git".Length].TrimEnd('/');
        }

        var name = rest[(rest.LastIndexOfAny('/', '\\') + 1)..];
        return (name.Length > 4 && name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name).ToString();
    }
}
