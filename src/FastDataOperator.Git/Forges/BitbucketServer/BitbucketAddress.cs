namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>Where the REST API of Bitbucket Data Center is: below <c>/rest/api/latest</c>, and below the context path that the whole instance lives at, if any. Over SSH nothing says
/// what the context path is: there it is taken to be none.</summary>
internal static class BitbucketAddress
{
    public static (ForgeAddress? Address, string? Problem) Find(RepositoryAddress repository, ForgeUrl url)
    {
        var isSsh = repository.Url is null;
        return (isSsh, url.HasPlainSegments ? url.Segments.ToArray() : []) switch
        {
            (false, [.. var context, "scm", var project, var name]) => (Create(repository, url, context, project, name), null),
            (true, [var project, var name]) => (Create(repository, url, [], project, name), null),
            _ => (null, $"{repository.Display} is no repository's address on Bitbucket Data Center: write https://host/scm/PROJECT/repository.git, or https://host/scm/~user/repository.git"),
        };
    }

    private static ForgeAddress Create(RepositoryAddress repository, ForgeUrl url, string[] context, string project, string name) => new(
        ForgeProvider.BitbucketServer, repository,
        url.At(project is ['~', .. { Length: > 0 } user] ? [.. context, "users", user, "repos", name] : [.. context, "projects", project, "repos", name]),
        new Uri(url.At([.. context, "rest", "api", "latest", "projects", project, "repos", name]).AbsoluteUri + "/"),
        [project, name]);
}
