using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Probes;

/// <summary>Answers <c>/healthz</c> and <c>/readyz</c> in plain text on the ports that are for it, and hands <c>/metrics</c> and webhooks on where they belong.</summary>
/// <param name="liveness">For <c>/healthz</c>.</param>
/// <param name="readiness">For <c>/readyz</c>.</param>
/// <param name="metrics">Answers a scrape.</param>
/// <param name="webhooks">Answers all that comes to the port for webhooks.</param>
internal sealed class ProbeEndpoints(Liveness liveness, Readiness readiness, RequestDelegate metrics, RequestDelegate webhooks)
{
    public Task AnswerAsync(HttpContext context)
    {
        var role = context.Features.Get<ListenerRole>();
        if (role is { IsWebhooks: true })
        {
            return webhooks(context);
        }

        var path = context.Request.Path.Value;
        var isKnown = role is not null && path switch
        {
            "/healthz" or "/readyz" => role.IsHealth,
            "/metrics" => role.IsMetrics,
            _ => false,
        };
        if (!isKnown)
        {
            return WriteAsync(context, StatusCodes.Status404NotFound, "not found\n");
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD are answered\n");
        }

        return path switch
        {
            "/metrics" => metrics(context),
            "/healthz" => Healthz(context),
            _ => WriteAsync(context, readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, readiness.IsReady ? $"ok: {readiness.What}\n" : $"not ready: {readiness.What}\n"),
        };
    }

    private Task Healthz(HttpContext context)
    {
        var stuck = liveness.Stuck;
        if (stuck.Count == 0)
        {
            return WriteAsync(context, StatusCodes.Status200OK, "ok\n");
        }

        var lines = new StringBuilder();
        foreach (var heartbeat in stuck)
        {
            lines.Append(CultureInfo.InvariantCulture, $"stuck: {heartbeat.Name}, {heartbeat.Overdue.TotalSeconds:0} s past its limit\n");
        }

        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, lines.ToString());
    }

    private static Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
