using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.ApiServer;
using FastDataOperator.Configuration;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Leadership;
using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using FastDataOperator.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Hosting;

/// <summary>The operator's work: competes for leadership and runs a term whenever it has it.</summary>
internal sealed class OperatorService(OperatorServices services, ClusterConnection connection, Meter meter) : BackgroundService
{
    /// <summary>Adds it to a host that has the rest.</summary>
    /// <param name="services">Of the host.</param>
    /// <param name="git">Disposed by the caller, after the host.</param>
    /// <param name="openForge">For imports that publish as a pull request.</param>
    /// <param name="chance">Even between 0 and 1.</param>
    public static void AddTo(IServiceCollection services, GitClient git, OpenForge openForge, Func<double> chance) =>
        services.AddHostedService(provider => new OperatorService(
            new OperatorServices
            {
                Options = provider.GetRequiredService<OperatorOptions>(),
                Client = provider.GetRequiredService<ClusterConnection>().Client,
                Git = git,
                OpenForge = openForge,
                Passes = provider.GetRequiredService<ReconcileMetrics>(),
                Imports = provider.GetRequiredService<ImportMetrics>(),
                Liveness = provider.GetRequiredService<Liveness>(),
                Readiness = provider.GetRequiredService<Readiness>(),
                Inbox = provider.GetService<WebhookInbox>(),
                Relay = provider.GetService<LeaderRelay>(),
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
                Chance = chance,
                Logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("operator"),
            },
            provider.GetRequiredService<ClusterConnection>(),
            provider.GetRequiredService<Meter>()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SweepScratch();
        var lease = services.Options.Lease;
        if (!lease.IsElected)
        {
            services.Logger.LeadershipUnlimited();
            using var term = LeadershipTerm.Unlimited(services.TimeProvider);
            await using (stoppingToken.Register(term.Wind))
            {
                await LeadAsync(term);
            }

            return;
        }

        var claim = new LeaseClaim
        {
            Lease = new ObjectKey(lease.Namespace ?? connection.Namespace, lease.Name),
            Identity = services.Options.Pod.Holder,
            LeaseDuration = lease.Duration,
            RenewDeadline = lease.RenewDeadline,
            RetryPeriod = lease.RetryPeriod,
            Address = services.Options.Webhooks?.OwnAddress,
        };
        services.Logger.LeadershipSought(claim.Lease);
        var signals = new LeadershipSignals(claim, services.Logger, meter) { Following = address => services.Relay?.Follow(address) };
        services.Readiness.Ready("standing by");
        await new LeaseElector(services.Client, claim, signals, services.TimeProvider, services.Chance).RunAsync(LeadAsync, stoppingToken);
    }

    private async Task LeadAsync(LeadershipTerm term)
    {
        using var office = new OperatorTerm(services, term);
        await office.RunAsync();
        services.Readiness.Ready("standing by");
    }

    /// <summary>Removes what runs before this one left behind: all of it where the folder is the operator's own.</summary>
    private void SweepScratch()
    {
        if (Path.TrimEndingDirectorySeparator(services.Options.ScratchDirectory) == Path.TrimEndingDirectorySeparator(Path.GetTempPath()))
        {
            services.Git.SweepAbandonedScratch();
        }
        else
        {
            services.Git.SweepScratch();
        }
    }
}
