using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Webhooks;

/// <summary>Tells the replica that leads what this one was told: a Service knows no leader. Where it is, the Lease says (<see cref="Leadership.LeaseClaim.Address"/>). What goes
/// over is the names of repositories, signed with a key that both make of the secrets they share; no payload and no secret.</summary>
/// <param name="logger">Says when it does not work.</param>
internal sealed class LeaderRelay(ILogger logger) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    // Inside the cluster, from pod to pod: no proxy, no redirects.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = s_patience }) { Timeout = s_patience };
    private volatile IPEndPoint? _leader;

    /// <summary>Learns where the leader takes webhooks; <see langword="null"/> or nonsense where nobody says so.</summary>
    public void Follow(string? address) => _leader = address is not null && IPEndPoint.TryParse(address, out var leader) && leader.Port != 0 ? leader : null;

    /// <returns>Whether the leader has it.</returns>
    public async Task<bool> TryTellAsync(IReadOnlyCollection<string> names, WebhookSecret secret, CancellationToken cancellationToken)
    {
        if (_leader is not { } leader)
        {
            return false;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, IReadOnlyCollection<string>> { [WebhookSenders.RelayedNames] = names });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{leader}{WebhookSenders.Relay.Path}"));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        request.Headers.Add("X-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret.Relay.Key.Span, body)));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.Accepted)
            {
                return true;
            }

            logger.WebhookNotRelayed(leader.ToString(), $"HTTP {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.WebhookNotRelayed(leader.ToString(), fault.GetType().Name);
        }

        return false;
    }

    public void Dispose() => _client.Dispose();
}
