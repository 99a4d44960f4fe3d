using System.Diagnostics.Metrics;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Metrics;

/// <summary>Webhooks by sender and by what became of them. Only made where they are listened to.</summary>
internal sealed class WebhookMetrics
{
    private readonly Dictionary<string, EnumCounter<WebhookResult>> _results;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(Meter meter)
    {
        _results = WebhookSenders.All.ToDictionary(static sender => sender.Name, static sender => new EnumCounter<WebhookResult>("result", NameOf, Provider(sender)), StringComparer.Ordinal);
        meter.CreateObservableCounter("fastdata_webhook_requests_total", () => _results.Values.SelectMany(static results => results.Measure()), description: "Webhooks by sender and result.");
        _duration = meter.CreateHistogram(
            "fastdata_webhook_duration_seconds",
            description: "Seconds from a webhook's headers to its answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    }

    /// <summary>A request to a sender's path was answered.</summary>
    public void Answered(WebhookSender sender, WebhookResult result, TimeSpan duration)
    {
        _results[sender.Name].Add(result);
        _duration.Record(duration.TotalSeconds, Provider(sender));
    }

    private static KeyValuePair<string, object?> Provider(WebhookSender sender) => new("provider", sender.Name);

    private static string NameOf(WebhookResult result) => result switch
    {
        WebhookResult.TooLarge => "too_large",
        WebhookResult.TooSlow => "too_slow",
        _ => result.ToString().ToLowerInvariant(),
    };
}
