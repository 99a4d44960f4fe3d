using FastDataOperator.Configuration;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Metrics;
using FastDataOperator.Probes;
using FastDataOperator.Webhooks;
using k8s;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Hosting;

/// <summary>What the process has one of, whoever leads.</summary>
internal sealed record OperatorServices
{
    public required OperatorOptions Options { get; init; }

    public required IKubernetes Client { get; init; }

    public required GitClient Git { get; init; }

    public required OpenForge OpenForge { get; init; }

    public required ReconcileMetrics Passes { get; init; }

    public required ImportMetrics Imports { get; init; }

    public required Liveness Liveness { get; init; }

    public required Readiness Readiness { get; init; }

    /// <summary>What webhooks fill; <see langword="null"/> where none are taken.</summary>
    public WebhookInbox? Inbox { get; init; }

    /// <summary>Hears who leads; <see langword="null"/> where no webhooks are taken.</summary>
    public LeaderRelay? Relay { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Even between 0 and 1.</summary>
    public required Func<double> Chance { get; init; }

    public required ILogger Logger { get; init; }
}
