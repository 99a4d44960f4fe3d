using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Works while it holds Lease {Lease}")]
    public static partial void LeadershipSought(this ILogger logger, ObjectKey lease);

    [LoggerMessage(Level = LogLevel.Information, Message = "Works without a Lease: nothing else may keep the same imports")]
    public static partial void LeadershipUnlimited(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for Lease {Lease}: {Holder} leads")]
    public static partial void LeadershipWaiting(this ILogger logger, ObjectKey lease, string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Acquired Lease {Lease} as {Identity}: leading")]
    public static partial void LeadershipAcquired(this ILogger logger, ObjectKey lease, string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request for Lease {Lease} failed: {Fault}")]
    public static partial void LeaseRequestFailed(this ILogger logger, ObjectKey lease, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost Lease {Lease}: {Why}. Nothing is written until it is acquired again")]
    public static partial void LeadershipLost(this ILogger logger, ObjectKey lease, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Released Lease {Lease}")]
    public static partial void LeadershipReleased(this ILogger logger, ObjectKey lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not release Lease {Lease}: {Fault}. Others take it in {LeaseDuration} at the latest")]
    public static partial void LeadershipNotReleased(this ILogger logger, ObjectKey lease, string fault, TimeSpan leaseDuration);
}
