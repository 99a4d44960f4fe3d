using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace FastDataOperator.ApiServer;

/// <summary>Counts and times every request that goes out, under the names that client-go gives them.</summary>
internal sealed class RequestMetrics : DelegatingHandler
{
    /// <summary>What client-go calls a request without an answer.</summary>
    private const string NoAnswer = "<error>";

    private static readonly double[] s_seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _timeProvider;

    public RequestMetrics(Meter meter, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _requests = meter.CreateCounter<long>("rest_client_requests_total", description: "Requests to the API server by status code, method and host.");
        _duration = meter.CreateHistogram(
            "rest_client_request_duration_seconds",
            description: "Seconds until the API server's answer began.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = _timeProvider.GetTimestamp();
        var code = NoAnswer;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        finally
        {
            var (method, host) = (request.Method.Method, request.RequestUri?.Authority ?? "");
            _requests.Add(1, new TagList { { "code", code }, { "method", method }, { "host", host } });
            _duration.Record(_timeProvider.GetElapsedTime(started).TotalSeconds, new TagList { { "verb", method }, { "host", host } });
        }
    }
}
