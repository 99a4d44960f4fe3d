using System.Diagnostics.Metrics;
using FastDataOperator.ApiServer;
using FastDataOperator.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using FastDataOperator.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace FastDataOperator.Hosting;

/// <summary>Puts the process together: logs, metrics, probes, the connection to the cluster, and the work that is given to it.</summary>
internal static class OperatorHost
{
    /// <summary>What the rest of a stop may take after the running imports: releasing the Lease, closing the ports, writing the log.</summary>
    public static readonly TimeSpan StopSlack = TimeSpan.FromSeconds(5);

    /// <param name="options">Valid.</param>
    /// <param name="warnings">From reading them, to be logged.</param>
    /// <param name="connection">Disposed by the caller, after the host.</param>
    /// <param name="meter">The host's; <see cref="OperatorMeter.Name"/>.</param>
    /// <param name="timeProvider">The clock of everything.</param>
    /// <param name="addWork">Adds what the operator is for.</param>
    public static IHost Create(OperatorOptions options, IReadOnlyList<Finding> warnings, ClusterConnection connection, Meter meter, TimeProvider timeProvider, Action<IServiceCollection> addWork)
    {
        // Empty: no appsettings.json, no variables of ASP.NET Core, nothing but what stands here.
        if (options is { Metrics: null, Health: null, Webhooks: null })
        {
            var bare = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            AddServices(bare, options, warnings, connection, meter, timeProvider);
            addWork(bare.Services);
            return Measured(bare.Build());
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddServices(builder, options, warnings, connection, meter, timeProvider);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => ProbeServer.Configure(server, options.Health, options.Metrics, options.Webhooks?.Address));
        addWork(builder.Services);
        var host = builder.Build();
        RequestDelegate webhooks = host.Services.GetService<WebhookEndpoint>() is { } endpoint ? endpoint.AnswerAsync : static _ => Task.CompletedTask;
        var probes = new ProbeEndpoints(host.Services.GetRequiredService<Liveness>(), host.Services.GetRequiredService<Readiness>(), Scrape(host, options), webhooks);
        host.Run(probes.AnswerAsync);
        return Measured(host);
    }

    /// <summary>Whether it stopped because something that runs for as long as the host ended in an exception.</summary>
    public static bool HasFailed(IHost host) => host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true });

    private static void AddServices(IHostApplicationBuilder builder, OperatorOptions options, IReadOnlyList<Finding> warnings, ClusterConnection connection, Meter meter, TimeProvider timeProvider)
    {
        OperatorLogging.Configure(builder.Logging, options);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = options.GracefulShutdownTimeout + StopSlack;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.Services
            .AddSingleton(options)
            .AddSingleton(timeProvider)
            .AddSingleton(connection.Client)
            .AddSingleton(connection)
            .AddSingleton(meter)
            .AddSingleton<Liveness>()
            .AddSingleton<Readiness>()
            .AddSingleton<ReconcileMetrics>()
            .AddSingleton<ImportMetrics>()
            .AddSingleton(warnings)
            .AddHostedService<StartMessage>()
            .AddHostedService<UnobservedTasks>();
        if (options.Webhooks is { } webhooks)
        {
            AddWebhooks(builder.Services, webhooks, timeProvider);
        }

        if (options.Metrics is not null)
        {
            ProcessMetrics.AddTo(meter);
            builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics
                .AddMeter(OperatorMeter.Name, OperatorMeter.ImportsName, "System.Runtime")
                .AddView(static instrument => instrument.Meter.Name == OperatorMeter.ImportsName ? new MetricStreamConfiguration { CardinalityLimit = OperatorMeter.MostImportSeries } : null)
                .AddPrometheusExporter(static exporter =>
                {
                    exporter.ScopeInfoEnabled = false;
                    exporter.TargetInfoEnabled = false;
                    exporter.ScrapeResponseCacheDurationMilliseconds = 0;
                }));
        }
    }

    private static void AddWebhooks(IServiceCollection services, WebhookOptions options, TimeProvider timeProvider) => services
        .AddSingleton<WebhookInbox>()
        .AddSingleton<WebhookMetrics>()
        .AddSingleton(static provider => new LeaderRelay(Logger(provider)))
        .AddSingleton(provider => new WebhookSecrets(options.SecretsDirectory, timeProvider, Logger(provider)))
        .AddSingleton(provider => new WebhookEndpoint(
            provider.GetRequiredService<WebhookSecrets>(), provider.GetRequiredService<WebhookInbox>(), provider.GetRequiredService<LeaderRelay>(),
            provider.GetRequiredService<WebhookMetrics>(), timeProvider, Logger(provider)));

    private static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger("webhooks");

    /// <summary>Makes what measures before anything happens, so that every series is there from the first scrape.</summary>
    private static IHost Measured(IHost host)
    {
        host.Services.GetRequiredService<ReconcileMetrics>();
        host.Services.GetRequiredService<ImportMetrics>();
        return host;
    }

    private static RequestDelegate Scrape(IApplicationBuilder host, OperatorOptions options)
    {
        if (options.Metrics is null)
        {
            return static _ => Task.CompletedTask;
        }

        var branch = host.New();
        branch.UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true);
        return branch.Build();
    }
}
