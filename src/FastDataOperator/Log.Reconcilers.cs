using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(Message = "{Import}: {Reason}: {Message}")]
    public static partial void ImportChanged(this ILogger logger, LogLevel level, ObjectKey import, string reason, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Import}: its status could not be written, and is written later: {Failure}")]
    public static partial void StatusNotWritten(this ILogger logger, ObjectKey import, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Import}: a bug ended the pass")]
    public static partial void PassFailed(this ILogger logger, ObjectKey import, Exception bug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Import}: the event {Reason} could not be told: {Failure}")]
    public static partial void EventLost(this ILogger logger, ObjectKey import, string reason, string failure);
}
