namespace FastDataOperator.Probes;

/// <summary>What a port answers; a feature of each of its connections, as ports that the system chose are not known before.</summary>
internal sealed record ListenerRole(bool IsHealth, bool IsMetrics, bool IsWebhooks = false);
