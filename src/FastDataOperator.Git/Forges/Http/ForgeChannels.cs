using System.Diagnostics.Metrics;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>The way to every forge: one budget for each host and token, the rest shared.</summary>
internal sealed class ForgeChannels
{
    private readonly ForgeBudgets _budgets;
    private readonly ForgeMetrics _metrics;
    private readonly ForgeRetry _retry;

    public ForgeChannels(GitConnections connections, Meter meter)
    {
        Connections = connections;
        _budgets = new ForgeBudgets(connections.TimeProvider);
        _metrics = new ForgeMetrics(meter, _budgets);
        _retry = new ForgeRetry(connections.TimeProvider);
    }

    public GitConnections Connections { get; }

    /// <param name="credentials">Who asks, and whose budget it is: an App, not the token that it got last.</param>
    public ForgeChannel Of(ForgeAddress address, GitCredentials credentials) => new(Connections, _budgets.Of(address, credentials), _metrics, _retry);
}
