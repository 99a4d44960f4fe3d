using System.Net;
using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using FastDataOperator.ApiServer;
using Microsoft.Extensions.Time.Testing;

namespace FastDataOperator.Tests.ApiServer;

/// <summary>What stands between KubernetesClient and the network.</summary>
public sealed class RequestHandlerTests : IDisposable
{
    private const string Objects = "https://api/apis/fastdata.gitops.dev/v1alpha1/namespaces/a/fastdataimports/b";
    private const string Lease = "https://api/apis/coordination.k8s.io/v1/namespaces/a/leases/b";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private readonly ScriptedHandler _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("GET", 429)]
    [InlineData("GET", 503)]
    [InlineData("PATCH", 429)]
    [InlineData("PATCH", 503)]
    public async Task Retry_OfABusyServer_AsksAgainAfterWhatItAsksFor(string method, int status)
    {
        _server.Answer(status, retryAfter: TimeSpan.FromSeconds(4)).Answer(200);

        var answer = SendAsync(method, Objects);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(HttpStatusCode.OK, await answer);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task Retry_WithoutRetryAfter_DoublesAndGivesUpAtTheBound()
    {
        _server.Answer(503).Answer(503).Answer(503).Answer(503).Answer(200);

        var answer = SendAsync("GET", Objects);
        for (var (tries, seconds) = (1, 0.5); tries < RequestRetry.MostTries; tries++, seconds *= 2)
        {
            Assert.Equal(tries, _server.Requests);
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.01));
            Assert.Equal(tries, _server.Requests);
            _time.Advance(TimeSpan.FromSeconds(0.01));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await answer);
        Assert.Equal(RequestRetry.MostTries, _server.Requests);
    }

    [Fact]
    public async Task Retry_GivenADate_WaitsUntilThen()
    {
        _server.Answer(429, retryAt: _time.GetUtcNow() + TimeSpan.FromSeconds(2)).Answer(200);

        var answer = SendAsync("GET", Objects);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(1, _server.Requests);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(HttpStatusCode.OK, await answer);
    }

    [Fact]
    public async Task Retry_GivenCancellation_StopsWaiting()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer(429, retryAfter: TimeSpan.FromSeconds(5));

        var answer = SendUntilAsync("GET", Objects, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("GET", Objects, 500, null)]
    [InlineData("GET", Objects, 410, null)]
    [InlineData("POST", "https://api/api/v1/namespaces/a/events", 503, null)]
    [InlineData("PUT", Lease, 503, null)]
    [InlineData("GET", Lease, 503, null)]
    [InlineData("GET", Objects + "?watch=true&resourceVersion=5", 429, null)]
    [InlineData("GET", Objects, 429, 3600)]
    public async Task Retry_OfAnythingElse_HandsTheAnswerOnAtOnce(string method, string url, int status, int? seconds)
    {
        _server.Answer(status, retryAfter: seconds is { } after ? TimeSpan.FromSeconds(after) : null);

        Assert.Equal(status, (int)await SendAsync(method, url));
    }

    [Fact]
    public async Task Budget_WhenItIsUsedUp_HoldsRequestsButNoWatchesAndLeases()
    {
        _server.Answer(200).Answer(200).Answer(200).Answer(200);
#pragma warning disable CA2000 // disposed with the handler
        using var bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions { TokenLimit = 1, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromTicks(1), QueueLimit = 10, AutoReplenishment = false });
        using var client = new HttpMessageInvoker(new RequestBudget(bucket) { InnerHandler = _server }, disposeHandler: false);
#pragma warning restore CA2000
        await SendUntilAsync(client, "GET", Objects, TestContext.Current.CancellationToken);

#pragma warning disable CA2025 // awaited below
        var held = SendUntilAsync(client, "GET", Objects, TestContext.Current.CancellationToken);
#pragma warning restore CA2025
        await SendUntilAsync(client, "GET", Objects + "?allowWatchBookmarks=true&watch=true", TestContext.Current.CancellationToken);
        await SendUntilAsync(client, "PUT", Lease, TestContext.Current.CancellationToken);

        Assert.Equal((3, false), (_server.Requests, held.IsCompleted));
        bucket.TryReplenish();
        Assert.Equal(HttpStatusCode.OK, await held);
    }

    [Theory]
    [InlineData(Objects, false)]
    [InlineData(Objects + "?watch=false", false)]
    [InlineData(Objects + "?fieldSelector=watch=true", false)]
    [InlineData(Objects + "?watch=true", true)]
    [InlineData(Objects + "?limit=1&watch=1", true)]
    public void IsWatch_GoesByTheQuery(string url, bool isWatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        Assert.Equal(isWatch, ApiRequest.IsWatch(request));
    }

    private Task<HttpStatusCode> SendAsync(string method, string url) => SendUntilAsync(method, url, TestContext.Current.CancellationToken);

    private Task<HttpStatusCode> SendUntilAsync(string method, string url, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // nothing but the scripted server is behind it
        var client = new HttpMessageInvoker(new RequestRetry(_time, static () => 0) { InnerHandler = _server }, disposeHandler: false);
#pragma warning restore CA2000
        return SendUntilAsync(client, method, url, cancellationToken);
    }

    private static async Task<HttpStatusCode> SendUntilAsync(HttpMessageInvoker client, string method, string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        using var response = await client.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    private sealed class ScriptedHandler : HttpMessageHandler
    {
        private readonly Queue<HttpResponseMessage> _answers = new();

        public int Requests { get; private set; }

        public ScriptedHandler Answer(int status, TimeSpan? retryAfter = null, DateTimeOffset? retryAt = null)
        {
#pragma warning disable CA2000 // whoever is answered disposes it
            var response = new HttpResponseMessage((HttpStatusCode)status);
#pragma warning restore CA2000
            response.Headers.RetryAfter = retryAfter is { } delta ? new RetryConditionHeaderValue(delta) : retryAt is { } date ? new RetryConditionHeaderValue(date) : null;
            _answers.Enqueue(response);
            return this;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(_answers.Dequeue());
        }
    }
}
