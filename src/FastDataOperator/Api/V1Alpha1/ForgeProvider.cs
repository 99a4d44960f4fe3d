namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Which forge's API opens the pull request.</summary>
internal enum ForgeProvider
{
    GitHub,
    GitLab,
    Gitea,
    AzureDevOps,
    BitbucketServer,
}
