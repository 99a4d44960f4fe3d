using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace FastDataOperator.Testing.Secrets;

/// <summary>What the product says within the tests' own process, whoever catches or listens: every exception that is thrown, and the labels of every measurement.</summary>
internal static class InProcessEvidence
{
    private static readonly MeterListener s_listener = new();

    /// <summary>Keeping one may throw another.</summary>
    [ThreadStatic]
    private static bool s_isAtWork;

    public static void Begin()
    {
        AppDomain.CurrentDomain.FirstChanceException += Take;
        s_listener.InstrumentPublished = static (instrument, listener) =>
        {
            // The runtime's own are many and know nothing.
            if (!instrument.Meter.Name.StartsWith("System.", StringComparison.Ordinal) && !instrument.Meter.Name.StartsWith("Microsoft.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        s_listener.SetMeasurementEventCallback<int>(static (instrument, _, tags, _) => Take(instrument, tags));
        s_listener.SetMeasurementEventCallback<long>(static (instrument, _, tags, _) => Take(instrument, tags));
        s_listener.SetMeasurementEventCallback<double>(static (instrument, _, tags, _) => Take(instrument, tags));
        s_listener.Start();
    }

    private static void Take(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        // A failed assertion tells what a test expects, secrets too.
        if (s_isAtWork || thrown.Exception.GetType().FullName?.StartsWith("Xunit.", StringComparison.Ordinal) == true)
        {
            return;
        }

        s_isAtWork = true;
        try
        {
            // Without the stack, which is at its beginning.
            for (var exception = thrown.Exception; exception is not null; exception = exception.InnerException)
            {
                Evidence.Keep("thrown", $"{exception.GetType()}: {exception.Message}");
            }
        }
        finally
        {
            s_isAtWork = false;
        }
    }

    private static void Take(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder(instrument.Name);
        foreach (var tag in tags)
        {
            text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        }

        Evidence.Keep("measured", text.ToString());
    }
}
