using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    private static readonly Func<ILogger, ObjectKey, IDisposable?> s_importScope = LoggerMessage.DefineScope<ObjectKey>("import {Import}");

    /// <summary>Marks every line that is logged within as belonging to an import.</summary>
    public static IDisposable? ImportScope(this ILogger logger, ObjectKey import) => s_importScope(logger, import);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Import}: {Type} {Reason}: {Message}")]
    public static partial void ImportChanged(this ILogger logger, ObjectKey import, string type, string reason, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Import}: its status could not be written, and is written later: {Failure}")]
    public static partial void StatusNotWritten(this ILogger logger, ObjectKey import, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Import}: a bug ended the pass")]
    public static partial void PassFailed(this ILogger logger, ObjectKey import, Exception bug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Import}: the event {Reason} could not be told: {Failure}")]
    public static partial void EventLost(this ILogger logger, ObjectKey import, string reason, string failure);
}
