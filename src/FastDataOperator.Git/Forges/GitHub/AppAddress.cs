namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Where an App's tokens come from, and for which hosts they are.</summary>
internal static class AppAddress
{
    /// <exception cref="GitException">The repository is on another GitHub than the App, or on none: neither the App's proof nor its token goes there.</exception>
    public static ForgeAddress Of(GitCredentials.GitHubApp app, RepositoryAddress repository)
    {
        var url = ForgeUrl.Of(repository) ?? throw Refuse(repository, "is a path on this machine, and a GitHub App opens none");
        var api = app.Api ?? GitHubAddress.PublicApi;
        var home = app.Api is null ? url.Host is "github.com" or "www.github.com" or "ssh.github.com"
            : api.Host == url.Host || api.Host == "api." + url.Host;
        if (!home)
        {
            throw Refuse(
                repository,
                app.Api is null
                    ? "is not on github.com, which a GitHub App without githubAppBaseURL is for. For GitHub Enterprise add githubAppBaseURL: https://host/api/v3"
                    : $"is not on the host of the GitHub App's githubAppBaseURL, {api.Host}");
        }

        return new ForgeAddress(ForgeProvider.GitHub, repository, url.At(url.Segments), new Uri(api.AbsoluteUri.TrimEnd('/') + "/"), url.Segments);
    }

    private static GitException Refuse(RepositoryAddress repository, string what) =>
        new(GitFailure.AuthenticationFailed, false, $"{repository.Display} {what}.");
}
