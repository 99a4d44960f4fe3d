using FastDataOperator.ApiServer;
using FastDataOperator.Configuration;
using FastDataOperator.Core.Findings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Hosting;

/// <summary>Logs with which settings the operator starts, what of the settings is not heeded, and that it stopped.</summary>
/// <param name="options">All of them.</param>
/// <param name="warnings">From reading them.</param>
/// <param name="connection">To say where to.</param>
/// <param name="logger">Where it goes.</param>
internal sealed class StartMessage(OperatorOptions options, IReadOnlyList<Finding> warnings, ClusterConnection connection, ILogger<StartMessage> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        logger.Starts(
            ClusterConnection.Version,
            options.Pod.Holder,
            options.Workers,
            options.Watch.Namespaces is [] ? "all" : string.Join(',', options.Watch.Namespaces),
            options.Watch.LabelSelector ?? "none",
            options.Metrics?.ToString() ?? "none",
            options.Health?.ToString() ?? "none",
            connection.Host.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        var remotes = options.Remotes;
        logger.Reaches(
            remotes.AllowedHosts is [] ? "any host" : string.Join(", ", remotes.AllowedHosts),
            remotes.ClusterNetworks is [] ? "unknown" : string.Join(", ", remotes.ClusterNetworks),
            remotes.AllowHttp ? "allowed" : "refused",
            remotes.AllowLocalRepositories ? "allowed" : "refused");
        if (options.Webhooks is { } webhooks)
        {
            logger.TakesWebhooks(webhooks.Address, webhooks.SecretsDirectory);
        }

        foreach (var warning in warnings)
        {
            logger.SettingNotHeeded(warning.Message, warning.Remedy);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.Stopped();
        return Task.CompletedTask;
    }
}
