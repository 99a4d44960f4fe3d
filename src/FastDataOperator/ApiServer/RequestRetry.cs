using System.Net;

namespace FastDataOperator.ApiServer;

/// <summary>Asks again where the API server is busy, which KubernetesClient does not. Only GET and PATCH: ours do the same twice as once. Not
/// watches and Leases, whose owners decide by themselves when to ask again.</summary>
/// <param name="timeProvider">For the waits.</param>
/// <param name="chance">From 0 to 1; spreads the waits of several processes.</param>
internal sealed class RequestRetry(TimeProvider timeProvider, Func<double> chance) : DelegatingHandler
{
    /// <summary>Answers that are asked for at most.</summary>
    public const int MostTries = 4;

    /// <summary>A server that wants a longer pause than this gets it from the work queue: its answer goes to the caller.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(500);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (attempt == MostTries || !IsWorthRepeating(request, response.StatusCode))
            {
                return response;
            }

            var wait = WaitBefore(attempt, response);
            if (wait > LongestWait)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(wait, timeProvider, cancellationToken);
        }
    }

    private static bool IsWorthRepeating(HttpRequestMessage request, HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Patch)
        && !ApiRequest.IsWatch(request)
        && !ApiRequest.IsLease(request);

    /// <summary>What the server asks for and up to a fifth more, else a doubling wait of which chance takes up to half.</summary>
    private TimeSpan WaitBefore(int attempt, HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - timeProvider.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked is { } wait
            ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) * (1 + (chance() / 5))
            : s_firstWait * Math.Pow(2, attempt - 1) * (1 - (chance() / 2));
    }
}
