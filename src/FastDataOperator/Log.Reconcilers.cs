using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(EventName = "ImportChanged", Level = LogLevel.Information, Message = "{import}: {type} {reason}: {message}")]
    public static partial void ImportChanged(this ILogger logger, ObjectKey import, string type, string reason, string message);

    [LoggerMessage(EventName = "StatusNotWritten", Level = LogLevel.Warning, Message = "{import}: its status could not be written, and is written later: {failure}")]
    public static partial void StatusNotWritten(this ILogger logger, ObjectKey import, string failure);

    [LoggerMessage(EventName = "PassFailed", Level = LogLevel.Error, Message = "{import}: a bug ended the pass")]
    public static partial void PassFailed(this ILogger logger, ObjectKey import, Exception bug);

    [LoggerMessage(EventName = "EventLost", Level = LogLevel.Warning, Message = "{import}: the event {reason} could not be told: {failure}")]
    public static partial void EventLost(this ILogger logger, ObjectKey import, string reason, string failure);
}
