namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Where GitHub's API is: on a host of its own for github.com, below <c>/api/v3</c> for GitHub Enterprise Server.</summary>
internal static class GitHubAddress
{
    private static readonly Uri s_publicApi = new("https://api.github.com/");
    private static readonly Uri s_publicWeb = new("https://github.com/");

    public static (ForgeAddress? Address, string? Problem) Find(RepositoryAddress repository, ForgeUrl url)
    {
        if (url.Segments.Count != 2 || !url.HasPlainSegments)
        {
            return (null, $"{repository.Display} is no repository's address on GitHub: write https://host/owner/repository");
        }

        var isPublic = url.Host is "github.com" or "www.github.com" or "ssh.github.com";
        var web = isPublic ? url with { Origin = s_publicWeb } : url;
        return (
            new ForgeAddress(
                ForgeProvider.GitHub, repository, web.At(url.Segments), isPublic ? s_publicApi : new Uri(url.Origin, "/api/v3/"), url.Segments),
            null);
    }
}
