using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What a forge's requests go through.</summary>
internal sealed record ForgeChannel(GitConnections Connections, ForgeBudget Budget, ForgeMetrics Metrics, ForgeRetry Retry);
