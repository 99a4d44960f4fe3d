using System.Net;
using FastDataOperator.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Webhooks;

/// <summary>Answers <c>/hooks/…</c>. Whoever sends is a stranger until the signature is checked, and afterwards may do one thing: make imports due.</summary>
internal sealed class WebhookEndpoint(WebhookSecrets secrets, WebhookInbox inbox, LeaderRelay relay, WebhookMetrics metrics, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>What GitHub sends at most; others send less.</summary>
    private const int LargestBody = 25 * 1024 * 1024;

    private const int MostAtATime = 16;
    private const string RetryAfter = "10";

    /// <summary>In which a body must have come; forges themselves give up after about ten seconds.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(10);

    // Generous: behind an ingress everybody has the ingress's address, and headers that say otherwise can say anything.
    private readonly SenderBudget<IPAddress> _strangers = new(burst: 100, perSecond: 20, timeProvider);
    private readonly SenderBudget<string> _senders = new(burst: 100, perSecond: 10, timeProvider);
    private readonly SenderBudget<string> _complaints = new(burst: 1, perSecond: 1 / s_silence.TotalSeconds, timeProvider);
    private int _atATime;

    public async Task AnswerAsync(HttpContext context)
    {
        var start = timeProvider.GetTimestamp();
        var path = context.Request.Path.Value;

        // A sender without secrets is as unknown as any other path, whatever is sent to it.
        if (WebhookSenders.All.FirstOrDefault(sender => sender.Path == path) is not { } sender || secrets.Of(sender) is not { Count: > 0 } known)
        {
            await WriteAsync(context, StatusCodes.Status404NotFound, "not found");
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            await WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "only POST is answered");
            return;
        }

        var (result, status, text) = await JudgeAsync(context, sender, known);
        if (result is WebhookResult.Unproven && _complaints.TryTake(sender.Name))
        {
            logger.WebhookUnproven(sender.Name);
        }

        metrics.Answered(sender, result, timeProvider.GetElapsedTime(start));
        logger.WebhookAnswered(sender.Name, result, status);
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        await WriteAsync(context, status, text);
    }

    private async Task<WebhookAnswer> JudgeAsync(HttpContext context, WebhookSender sender, IReadOnlyList<WebhookSecret> known)
    {
        var request = context.Request;
        if (!_strangers.TryTake(SenderNetwork.Of(context.Connection.RemoteIpAddress)))
        {
            return new WebhookAnswer(WebhookResult.Limited, StatusCodes.Status429TooManyRequests, "too many requests");
        }

        if (request.ContentLength > LargestBody)
        {
            return new WebhookAnswer(WebhookResult.TooLarge, StatusCodes.Status413PayloadTooLarge, "too large");
        }

        using var proof = sender.Proof.Begin(request.Headers, known);
        if (proof is null)
        {
            return Unproven();
        }

        var payload = new PayloadReader(sender.Fields);
        try
        {
            if (Interlocked.Increment(ref _atATime) > MostAtATime)
            {
                return new WebhookAnswer(WebhookResult.Unavailable, StatusCodes.Status503ServiceUnavailable, "busy");
            }

            if (await ReadAsync(context, proof, payload) is { } fault)
            {
                return fault;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _atATime);
        }

        return proof.IsProven() ? await ActAsync(context, sender, known, payload) : Unproven();
    }

    /// <summary>Lets the body pass by, whatever it is: what is wrong with it is nobody's business before the signature is known to be right.</summary>
    private async Task<WebhookAnswer?> ReadAsync(HttpContext context, BodyProof proof, PayloadReader payload)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LargestBody;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
        }

        using var late = new CancellationTokenSource(s_patience, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        var reader = context.Request.BodyReader;
        long held = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(stop.Token);
                var buffer = read.Buffer;
                proof.Append(buffer.Slice(held));
                var used = payload.Read(buffer, read.IsCompleted);
                held = buffer.Length - used;
                reader.AdvanceTo(buffer.GetPosition(used), buffer.End);
                if (read.IsCompleted)
                {
                    return null;
                }
            }
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new WebhookAnswer(WebhookResult.TooLarge, StatusCodes.Status413PayloadTooLarge, "too large");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return new WebhookAnswer(WebhookResult.TooSlow, StatusCodes.Status408RequestTimeout, "too slow");
        }
    }

    private async Task<WebhookAnswer> ActAsync(HttpContext context, WebhookSender sender, IReadOnlyList<WebhookSecret> known, PayloadReader payload)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new WebhookAnswer(WebhookResult.Malformed, StatusCodes.Status415UnsupportedMediaType, "choose application/json as the kind of content");
        }

        if (payload.IsMalformed)
        {
            return new WebhookAnswer(WebhookResult.Malformed, StatusCodes.Status400BadRequest, "no JSON object that could be read");
        }

        var name = sender.EventHeaders.FirstOrDefault(context.Request.Headers.ContainsKey) is { } header ? context.Request.Headers[header].ToString() : payload.Of(PayloadField.Event).FirstOrDefault();
        if (name is not null && sender.Pings.Contains(name))
        {
            return new WebhookAnswer(WebhookResult.Pinged, StatusCodes.Status200OK, "pong");
        }

        if (sender.Pushes.Count > 0 && (name is null || !sender.Pushes.Contains(name)))
        {
            return new WebhookAnswer(WebhookResult.Ignored, StatusCodes.Status200OK, "not a push: nothing to do");
        }

        if (!_senders.TryTake(sender.Name))
        {
            return new WebhookAnswer(WebhookResult.Limited, StatusCodes.Status429TooManyRequests, "too many requests");
        }

        return PushedNames.Of(payload) is { Count: > 0 } names ? await TellAsync(sender, known, names, context.RequestAborted)
            : sender.Pushes.Count > 1 ? new WebhookAnswer(WebhookResult.Ignored, StatusCodes.Status200OK, "names no repository: nothing to do")
            : new WebhookAnswer(WebhookResult.Malformed, StatusCodes.Status400BadRequest, "names no repository");
    }

    private async Task<WebhookAnswer> TellAsync(
        WebhookSender sender, IReadOnlyList<WebhookSecret> known, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var answer = inbox.Offer(names);
        return answer is InboxAnswer.Taken || (answer is InboxAnswer.Closed && sender != WebhookSenders.Relay && await relay.TryTellAsync(names, known[0], cancellationToken))
            ? new WebhookAnswer(WebhookResult.Accepted, StatusCodes.Status202Accepted, "accepted")
            : new WebhookAnswer(WebhookResult.Unavailable, StatusCodes.Status503ServiceUnavailable, "nobody leads who could be told");
    }

    private static WebhookAnswer Unproven() => new WebhookAnswer(WebhookResult.Unproven, StatusCodes.Status401Unauthorized, "unauthorized");

    private static Task WriteAsync(HttpContext context, int status, string text)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (status >= StatusCodes.Status400BadRequest)
        {
            // What was not read of the body is not waited for.
            response.Headers.Connection = "close";
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
