using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FastDataOperator.Git.Forges.AzureDevOps;
using FastDataOperator.Git.Forges.BitbucketServer;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Git.Forges.Gitea;
using FastDataOperator.Git.Forges.GitLab;

namespace FastDataOperator.Git.Forges;

/// <summary>Where the pull requests of a repository are: whose API, at which address, and how the repository is called there. Derived from the repository's address alone; nobody is asked.</summary>
public sealed record ForgeAddress
{
    internal ForgeAddress(ForgeProvider provider, RepositoryAddress repository, Uri web, Uri api, IReadOnlyList<string> segments)
    {
        Provider = provider;
        Repository = repository;
        Web = web;
        Api = api;
        Segments = segments;
    }

    public ForgeProvider Provider { get; }

    /// <summary>The repository that it was derived from, as it may be shown.</summary>
    public string Display => Repository.Display;

    internal RepositoryAddress Repository { get; }

    /// <summary>Where people find the repository, without a slash at the end. Pages of pull requests are on this host.</summary>
    internal Uri Web { get; }

    /// <summary>What every path of the API continues; ends with a slash. The only place that API credentials are sent to.</summary>
    internal Uri Api { get; }

    /// <summary>What names the repository there, not encoded: owner and name on most.</summary>
    internal IReadOnlyList<string> Segments { get; }

    /// <summary>Derives it.</summary>
    /// <param name="provider"><see langword="null"/>: inferred from the address.</param>
    /// <param name="problem">What is missing, as a sentence for whoever wrote the manifest.</param>
    public static bool TryFind(
        ForgeProvider? provider, RepositoryAddress repository, [NotNullWhen(true)] out ForgeAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (ForgeUrl.Of(repository) is not { } url)
        {
            problem = $"{repository.Display} is a path on this machine: it has no forge that a pull request could be opened at";
            return false;
        }

        if (url.Host == "bitbucket.org")
        {
            problem = $"{repository.Display} is on Bitbucket Cloud, which is another product than Bitbucket Data Center and not supported: publish without pull requests (publish.strategy: Push)";
            return false;
        }

        if ((provider ?? ForgeInference.Infer(url)) is not { } chosen)
        {
            problem = $"{repository.Display} does not tell which forge it is on: name one of {string.Join(", ", Enum.GetNames<ForgeProvider>())}";
            return false;
        }

        var (found, missing) = chosen switch
        {
            ForgeProvider.GitHub => GitHubAddress.Find(repository, url),
            ForgeProvider.Gitea => GiteaAddress.Find(repository, url),
            ForgeProvider.GitLab => GitLabAddress.Find(repository, url),
            ForgeProvider.AzureDevOps => AzureDevOpsAddress.Find(repository, url),
            ForgeProvider.BitbucketServer => BitbucketAddress.Find(repository, url),
            _ => throw new UnreachableException(),
        };
        address = found;
        problem = missing ?? "";
        return found is not null;
    }

    /// <summary>All else follows from these two.</summary>
    public bool Equals(ForgeAddress? other) => other is not null && Provider == other.Provider && Repository == other.Repository;

    public override int GetHashCode() => HashCode.Combine(Provider, Repository);

    /// <summary>The page of a pull request for people: as the forge says, if that is on its own host and fit to be shown, else where it has to be.</summary>
    /// <param name="otherwise">Continues <see cref="Web"/>: <c>/pull/1</c>.</param>
    internal string PageOf(string? claimed, string otherwise) =>
        claimed is { Length: <= 2048 } && Uri.TryCreate(claimed, UriKind.Absolute, out var page) && UrlHost.IsValid(page) && page.Scheme is "https" or "http" && page.UserInfo.Length == 0
        && page.Scheme == Web.Scheme && page.IdnHost == Web.IdnHost && page.Port == Web.Port
            ? page.AbsoluteUri
            : Web.AbsoluteUri.TrimEnd('/') + otherwise;
}
