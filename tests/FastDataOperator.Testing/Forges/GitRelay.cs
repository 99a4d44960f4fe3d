using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FastDataOperator.Testing.Forges;

/// <summary>Git as a forge serves it: at the origin of its API and with the same tokens, from a web server behind it.</summary>
/// <param name="server">Asks for no password.</param>
public sealed class GitRelay(GitWebServer server) : IDisposable
{
    private static readonly string[] s_ends = ["/info/refs", "/git-upload-pack", "/git-receive-pack"];
    private static readonly string[] s_headers = ["Accept", "Git-Protocol", "Content-Encoding"];

    private readonly HttpClient _client = new() { BaseAddress = new Uri(server.UrlOf("")), Timeout = Patience.Limit };
    private int _pushes;

    /// <summary>How many pushes arrived, whatever became of them.</summary>
    public int Pushes => Volatile.Read(ref _pushes);

    public static bool IsGit(string path) => s_ends.Any(end => path.EndsWith(end, StringComparison.Ordinal));

    public async Task ServeAsync(HttpContext context, string? token, ForgeTrap? trap)
    {
        var request = context.Request;
        var isPush = request.Path.Value!.EndsWith("/git-receive-pack", StringComparison.Ordinal) || request.QueryString.Value == "?service=git-receive-pack";
        if (token is not (ForgeServer.Good or ForgeServer.ReadOnly))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"forge\"";
            return;
        }

        if (isPush && token != ForgeServer.Good)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (isPush && request.Method == "POST")
        {
            Interlocked.Increment(ref _pushes);
        }

        using var answer = await PassOnAsync(request, context.RequestAborted);
        if (trap is not null)
        {
            await answer.Content.LoadIntoBufferAsync(context.RequestAborted);
            await trap.HoldAsync(context.RequestAborted);
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PassOnAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var passed = new HttpRequestMessage(new HttpMethod(request.Method), target.TrimStart('/'));
        if (request.Method == "POST")
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellationToken);
            passed.Content = new ByteArrayContent(body.ToArray());
            passed.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        }

        foreach (var name in s_headers)
        {
            if (request.Headers.TryGetValue(name, out var values) && !passed.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                passed.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return await _client.SendAsync(passed, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
