using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "fastdata-operator {Version} starts as {Holder}: {Workers} workers, namespaces {Namespaces}, selector {Selector}, metrics at {Metrics}, probes at {Health}, API server {ApiServer}")]
    public static partial void Starts(this ILogger logger, string version, string holder, int workers, string namespaces, string selector, string metrics, string health, string apiServer);

    [LoggerMessage(LogLevel.Information, "Repositories may be on {Hosts}; cluster networks {ClusterNetworks}; plain http {Http}, local repositories {Local}")]
    public static partial void Reaches(this ILogger logger, string hosts, string clusterNetworks, string http, string local);

    [LoggerMessage(LogLevel.Information, "fastdata-operator stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "{Message}; {Remedy}")]
    public static partial void SettingNotHeeded(this ILogger logger, string message, string? remedy);

    [LoggerMessage(LogLevel.Debug, "A task that nobody waits for any more failed: {Fault}")]
    public static partial void UnobservedFault(this ILogger logger, string fault);
}
