namespace FastDataOperator.Git.Forges;

/// <summary>Whose API opens the pull request. Names are API: manifests write them.</summary>
public enum ForgeProvider
{
    /// <summary>github.com and GitHub Enterprise Server.</summary>
    GitHub,

    /// <summary>gitlab.com and self-managed GitLab.</summary>
    GitLab,

    /// <summary>Gitea and Forgejo.</summary>
    Gitea,

    /// <summary>Azure DevOps Services and Server.</summary>
    AzureDevOps,

    /// <summary>Bitbucket Data Center.</summary>
    BitbucketServer,
}
