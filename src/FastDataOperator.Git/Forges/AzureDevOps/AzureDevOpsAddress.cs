namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>Where the Git area of Azure DevOps has a repository: <c>/organization/project/_apis/git/repositories/repository</c>, with a collection in place of the organization on a server,
/// and the organization in the host on visualstudio.com. The project may be left out of Git's address where it is called like the repository. Before its name
/// the address may say that all references are wanted, or the few that Azure DevOps picks.</summary>
internal static class AzureDevOpsAddress
{
    private const string Git = "_git";

    public static (ForgeAddress? Address, string? Problem) Find(RepositoryAddress repository, ForgeUrl url) =>
        url.HasPlainSegments && Find(url, [.. url.Segments]) is var (origin, collections, project, name)
            ? (new ForgeAddress(
                ForgeProvider.AzureDevOps, repository, origin.At([.. collections, project, Git, name]),
                new Uri(origin.At([.. collections, project, "_apis", "git", "repositories", name]).AbsoluteUri + "/"), [project, name]), null)
            : (null, $"{repository.Display} is no repository's address on Azure DevOps: write https://dev.azure.com/organization/project/_git/repository, or https://host/collection/project/_git/repository for a server");

    private static (ForgeUrl Origin, string[] Collections, string Project, string Name)? Find(ForgeUrl url, string[] segments) => (url.Host, segments) switch
    {
        ("ssh.dev.azure.com", ["v3", var organization, var project, var name]) =>
            (url with { Origin = new Uri("https://dev.azure.com/") }, [organization], project, name),
        ("vs-ssh.visualstudio.com", ["v3", var organization, var project, var name]) when Uri.CheckHostName(organization) == UriHostNameType.Dns && !organization.Contains('.', StringComparison.Ordinal) =>
            (url with { Origin = new Uri($"https://{organization}.visualstudio.com/") }, [], project, name),
        (_, [.. var before, Git, "_full" or "_optimized", var name]) when !before.Contains(Git) => Find(url, before, name),
        (_, [.. var before, Git, var name]) when !before.Contains(Git) => Find(url, before, name),
        _ => null,
    };

    /// <param name="before">What lies before <c>_git</c>: the collection, and the project where it is not called like the repository.</param>
    private static (ForgeUrl Origin, string[] Collections, string Project, string Name)? Find(ForgeUrl url, string[] before, string name)
    {
        var collections = url.Host switch
        {
            "dev.azure.com" => 1,
            var host when host.EndsWith(".visualstudio.com", StringComparison.Ordinal) => before is ["DefaultCollection", ..] ? 1 : 0,

            // A server lies at the root of its host, or below /tfs as installers used to put it.
            _ => before is [var first, ..] && first.Equals("tfs", StringComparison.OrdinalIgnoreCase) ? 2 : 1,
        };
        return (before.Length - collections) switch
        {
            0 => (url, before, name, name),
            1 => (url, before[..^1], before[^1], name),
            _ => null,
        };
    }
}
