namespace FastDataOperator.Git.Forges;

/// <summary>Whose forge an address is on, by its host and path alone.</summary>
internal static class ForgeInference
{
    /// <returns><see langword="null"/> where the address does not tell.</returns>
    public static ForgeProvider? Infer(ForgeUrl url) => ByHost(url.Host) ?? ByPath(url.Segments) ?? ByFirstLabel(url.Host);

    private static ForgeProvider? ByHost(string host) => host switch
    {
        "github.com" or "www.github.com" or "ssh.github.com" => ForgeProvider.GitHub,
        "gitlab.com" or "altssh.gitlab.com" => ForgeProvider.GitLab,
        "codeberg.org" or "gitea.com" => ForgeProvider.Gitea,
        "dev.azure.com" or "ssh.dev.azure.com" or "vs-ssh.visualstudio.com" => ForgeProvider.AzureDevOps,
        _ => host.EndsWith(".visualstudio.com", StringComparison.Ordinal) ? ForgeProvider.AzureDevOps
            : host.EndsWith(".ghe.com", StringComparison.Ordinal) ? ForgeProvider.GitHub
            : null,
    };

    /// <summary>Only these two forges have a word of their own in the address of a repository.</summary>
    private static ForgeProvider? ByPath(IReadOnlyList<string> segments) =>
        segments is [.., var word, _] && word.Equals("_git", StringComparison.OrdinalIgnoreCase) ? ForgeProvider.AzureDevOps
        : segments is [.., var before, "_full" or "_optimized", _] && before.Equals("_git", StringComparison.OrdinalIgnoreCase) ? ForgeProvider.AzureDevOps
        : segments.Count >= 3 && segments[^3].Equals("scm", StringComparison.OrdinalIgnoreCase) ? ForgeProvider.BitbucketServer
        : null;

    private static ForgeProvider? ByFirstLabel(string host) => host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        ? host[..dot] switch
        {
            "github" => ForgeProvider.GitHub,
            "gitlab" => ForgeProvider.GitLab,
            "gitea" or "forgejo" => ForgeProvider.Gitea,
            "bitbucket" => ForgeProvider.BitbucketServer,
            _ => null,
        }
        : null;
}
