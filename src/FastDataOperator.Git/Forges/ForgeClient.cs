using System.Diagnostics.Metrics;
using FastDataOperator.Git.Forges.Gitea;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Git.Forges.Http;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges;

/// <summary>Opens forges. One per process, beside its <see cref="GitClient"/>: it keeps what is known of each forge's rate limits, so that all who ask with the same credentials share one budget. Safe for concurrent use.</summary>
public sealed class ForgeClient
{
    private readonly GitConnections _connections;
    private readonly ForgeBudgets _budgets;
    private readonly ForgeMetrics _metrics;
    private readonly ForgeRetry _retry;

    /// <param name="git">Whose connections, policy and clock are used; it outlives this.</param>
    /// <param name="meter">Takes <c>fastdata_forge_requests{provider,operation,code}</c> and <c>fastdata_forge_rate_limit_remaining{provider,host}</c>.</param>
    /// <param name="chance">Uniform from 0 to 1: spreads repeated requests.</param>
    public ForgeClient(GitClient git, Meter meter, Func<double> chance)
    {
        _connections = git.Connections;
        _budgets = new ForgeBudgets(_connections.TimeProvider);
        _metrics = new ForgeMetrics(meter, _budgets);
        _retry = new ForgeRetry(_connections.TimeProvider, chance);
    }

    /// <summary>Opens one; nothing is sent yet. What keeps it from being asked, a policy or credentials that cannot be sent, is found by the first call.</summary>
    /// <param name="access">Its <see cref="RemoteAccess.ApiCredentials"/> count, else its credentials, else those of the address.</param>
    /// <param name="deadline">For each call as a whole, whatever it takes to answer it.</param>
    public IForge Open(ForgeAddress address, RemoteAccess access, TimeSpan deadline)
    {
        var forge = address.Provider switch
        {
            ForgeProvider.GitHub => (IForge)new GitHubForge(Api(address, access, GitHubForge.Traits)),
            ForgeProvider.Gitea => new GiteaForge(Api(address, access, GiteaForge.Traits)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new TimedForge(forge, address, deadline, _connections.TimeProvider);
    }

    private ForgeApi Api(ForgeAddress address, RemoteAccess access, ForgeTraits traits)
    {
        var credentials = access.ApiCredentials ?? (access.Credentials is GitCredentials.None ? address.Repository.Credentials : access.Credentials);
        return new ForgeApi(new ForgeChannel(_connections, _budgets.Of(address, credentials), _metrics, _retry), address, traits, access, credentials);
    }
}
