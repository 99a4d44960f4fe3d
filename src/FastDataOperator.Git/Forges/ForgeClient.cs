using FastDataOperator.Git.Forges.AzureDevOps;
using FastDataOperator.Git.Forges.BitbucketServer;
using FastDataOperator.Git.Forges.Gitea;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Git.Forges.GitLab;
using FastDataOperator.Git.Forges.Http;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges;

/// <summary>Opens forges over a Git client's connections, policy, clock and metrics. All that share a Git client share what is known of each forge's rate limits. Safe for concurrent use.</summary>
/// <param name="git">It outlives this.</param>
public sealed class ForgeClient(GitClient git)
{
    private readonly GitConnections _connections = git.Connections;

    /// <summary>Opens one; nothing is sent yet. What keeps it from being asked, a policy or credentials that cannot be sent, is found by the first call.</summary>
    /// <param name="access">Its <see cref="RemoteAccess.ApiCredentials"/> count, else its credentials, else those of the address.</param>
    /// <param name="deadline">For all calls together, from now on.</param>
    public IForge Open(ForgeAddress address, RemoteAccess access, TimeSpan deadline)
    {
        var forge = address.Provider switch
        {
            ForgeProvider.GitHub => (IForge)new GitHubForge(Api(address, access, CredentialsOf(address, access) is GitCredentials.GitHubApp ? GitHubForge.AppTraits : GitHubForge.Traits)),
            ForgeProvider.Gitea => new GiteaForge(Api(address, access, GiteaForge.Traits)),
            ForgeProvider.GitLab => new GitLabForge(Api(address, access, GitLabForge.Traits)),
            ForgeProvider.AzureDevOps => new AzureDevOpsForge(Api(address, access, AzureDevOpsForge.Traits)),
            ForgeProvider.BitbucketServer => new BitbucketForge(Api(address, access, BitbucketForge.Traits)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new TimedForge(forge, address, deadline, _connections.TimeProvider);
    }

    private static GitCredentials CredentialsOf(ForgeAddress address, RemoteAccess access) =>
        access.ApiCredentials ?? (access.Credentials is GitCredentials.None ? address.Repository.Credentials : access.Credentials);

    private ForgeApi Api(ForgeAddress address, RemoteAccess access, ForgeTraits traits)
    {
        var credentials = CredentialsOf(address, access);
        return new ForgeApi(_connections.Forges.Of(address, credentials), address, traits, access, credentials);
    }
}
