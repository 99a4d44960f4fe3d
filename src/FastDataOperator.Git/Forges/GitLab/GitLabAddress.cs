namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>Where GitLab's API is: below <c>/api/v4</c> at the root of its host, where a project is called by its full path. An instance below a path of its host cannot be told from
/// a group: there the API is looked for in the wrong place.</summary>
internal static class GitLabAddress
{
    public static (ForgeAddress? Address, string? Problem) Find(RepositoryAddress repository, ForgeUrl url)
    {
        if (url.Segments.Count < 2 || !url.HasPlainSegments)
        {
            return (null, $"{repository.Display} is no project's address on GitLab: write https://host/group/project, with all subgroups between");
        }

        // SSH through the port of https has a host of its own.
        var web = url.Host == "altssh.gitlab.com" ? url with { Origin = new Uri("https://gitlab.com/") } : url;
        return (new ForgeAddress(ForgeProvider.GitLab, repository, web.At(url.Segments), new Uri(web.Origin, "/api/v4/"), url.Segments), null);
    }
}
