using System.Globalization;
using System.Text.Json.Nodes;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FastDataOperator.Testing;

/// <summary>A call that a <see cref="ScriptedApiServer"/> got. The client waits until the test answers, ends or aborts it.</summary>
public sealed class ScriptedCall
{
    private readonly HttpContext _context;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScriptedCall(HttpContext context, string body)
    {
        _context = context;
        Method = context.Request.Method;
        Path = context.Request.Path.Value ?? "";
        Body = body;
        Evidence.Keep("api", $"{Method} {Path}{context.Request.QueryString}\n{body}");
        Query = context.Request.Query.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToString());
        context.RequestAborted.Register(() =>
        {
            _left.TrySetResult();
            _ended.TrySetResult();
        });
    }

    public string Method { get; }

    public string Path { get; }

    public string Body { get; }

    /// <summary>The query's values, decoded; absent ones are not there.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    public bool IsWatch => Query.ContainsKey("watch");

    /// <summary><see langword="null"/>: none was asked for.</summary>
    public string? ResourceVersion => Query.GetValueOrDefault("resourceVersion");

    /// <summary>Completes when the client has closed the connection.</summary>
    public Task Left => _left.Task;

    internal Task Ended => _ended.Task;

    /// <summary>Answers at once and in whole.</summary>
    public Task AnswerAsync(JsonNode body) => AnswerAsync(200, body);

    /// <inheritdoc cref="AnswerAsync(JsonNode)"/>
    public async Task AnswerAsync(int status, JsonNode body, params (string Name, string Value)[] headers)
    {
        _context.Response.StatusCode = status;
        _context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            _context.Response.Headers[name] = value;
        }

        await _context.Response.WriteAsync(body.ToJsonString());
        End();
    }

    /// <summary>Answers with a Status, as API servers refuse.</summary>
    public Task RefuseAsync(int status, string reason, params (string Name, string Value)[] headers) =>
        AnswerAsync(status, StatusOf(status, reason), headers);

    /// <summary>Sends a watch's headers and nothing else.</summary>
    public async Task OpenAsync()
    {
        _context.Response.ContentType = "application/json";
        _context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        await _context.Response.StartAsync();
        await _context.Response.Body.FlushAsync();
    }

    /// <summary>Sends a line of a watch.</summary>
    public async Task SendAsync(string line)
    {
        await _context.Response.WriteAsync(line + "\n");
        await _context.Response.Body.FlushAsync();
    }

    /// <summary>Sends an event of a watch.</summary>
    public Task SendAsync(string type, JsonNode item) => SendAsync(new JsonObject { ["type"] = type, ["object"] = item }.ToJsonString());

    /// <summary>Sends a Status as a watch's event.</summary>
    public Task SendStatusAsync(int status, string reason) => SendAsync("ERROR", StatusOf(status, reason));

    /// <summary>Ends the answer, as a server does at a watch's timeout.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Resets the connection.</summary>
    public void Abort()
    {
        try
        {
            _context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // Whoever called has gone already.
        }

        End();
    }

    private static JsonObject StatusOf(int status, string reason) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["code"] = status,
        ["message"] = string.Create(CultureInfo.InvariantCulture, $"scripted {reason}"),
    };
}
