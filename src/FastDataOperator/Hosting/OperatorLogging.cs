using FastDataOperator.Configuration;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Hosting;

/// <summary>How the operator logs: JSON, a line each, on standard output.</summary>
internal static class OperatorLogging
{
    public static void Configure(ILoggingBuilder logging, OperatorOptions options)
    {
        var level = Enum.Parse<LogLevel>(options.LogLevel, ignoreCase: true);
        logging.ClearProviders();
        logging.SetMinimumLevel(level);

        // What the frameworks have to say at Information is about requests of probes.
        foreach (var framework in (ReadOnlySpan<string>)["Microsoft", "System", "OpenTelemetry"])
        {
            logging.AddFilter(framework, level > LogLevel.Warning ? level : LogLevel.Warning);
        }

        logging.AddJsonConsole(static console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.IncludeScopes = true;
        });
    }
}
