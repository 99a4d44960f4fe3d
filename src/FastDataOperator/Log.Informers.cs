using FastDataOperator.Informers;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Listed {Count} {Kind} in {Scope} at version {ResourceVersion}")]
    public static partial void ObjectsListed(this ILogger logger, int count, string kind, InformerScope scope, string resourceVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot follow {Kind} in {Scope}: {Fault}. Trying again in {Seconds} s")]
    public static partial void InformerFailed(this ILogger logger, string kind, InformerScope scope, string fault, long seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The watch of {Kind} in {Scope} cannot go on from version {ResourceVersion}, which has expired: listing again")]
    public static partial void WatchExpired(this ILogger logger, string kind, InformerScope scope, string resourceVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch of {Kind} in {Scope} outlived its timeout without a word: connecting again at version {ResourceVersion}")]
    public static partial void WatchSilent(this ILogger logger, string kind, InformerScope scope, string resourceVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of {Kind} in {Scope} is at version {ResourceVersion}, older than {Newest} that was seen before: the API server's storage was restored, and all is taken anew")]
    public static partial void HistoryRewound(this ILogger logger, string kind, InformerScope scope, string resourceVersion, string newest);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} {Name} cannot be read ({Fault}); what was known of it before is kept. Compare the object with the installed CRD")]
    public static partial void ObjectUnreadable(this ILogger logger, string kind, string name, string fault);
}
