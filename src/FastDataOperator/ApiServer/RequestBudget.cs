using System.Threading.RateLimiting;

namespace FastDataOperator.ApiServer;

/// <summary>Keeps a burst of work from becoming a burst of requests. Watches and Leases do not wait.</summary>
/// <param name="limiter">Disposed with the handler.</param>
internal sealed class RequestBudget(RateLimiter limiter) : DelegatingHandler
{
    /// <summary>Requests a second in the long run; what Flux's controllers allow themselves.</summary>
    public const int PerSecond = 50;

    /// <summary>Requests at once after a quiet time.</summary>
    public const int Burst = 300;

    /// <summary>A bucket of <see cref="Burst"/> that gains <see cref="PerSecond"/>. Whoever finds it empty waits in line.</summary>
    public static RateLimiter TokenBucket() => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Burst,
        TokensPerPeriod = PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        AutoReplenishment = true,
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ApiRequest.IsWatch(request) || ApiRequest.IsLease(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        using (await limiter.AcquireAsync(permitCount: 1, cancellationToken))
        {
            return await base.SendAsync(request, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            limiter.Dispose();
        }

        base.Dispose(disposing);
    }
}
