using System.Net;
using System.Security.Cryptography.X509Certificates;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Testing.Clusters;

/// <summary>A reverse proxy before an API server or a Git server. It records every request and asks the test before it forwards one and, when the
/// server has answered in full, before it passes the answer on. Watches are passed on as they come.</summary>
/// <remarks>To hold a request, a hook awaits. A hook that throws breaks the connection.</remarks>
public sealed class RecordingProxy : IAsyncDisposable
{
    private static readonly string[] s_ofConnections = ["Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Expect"];

    private readonly WebApplication _application;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _client;
    private readonly X509Certificate2? _serverCertificate;
    private readonly Uri _upstream;
    private readonly Lock _lock = new();
    private readonly List<ProxiedRequest> _requests = [];
    private readonly List<(Func<ProxiedRequest, bool> Matches, TaskCompletionSource<ProxiedRequest> Seen)> _awaited = [];

    private RecordingProxy(Uri upstream, LoopbackCertificate? trusted)
    {
        _upstream = upstream;
        _handler = trusted?.CreateHandler() ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        _client = new HttpMessageInvoker(_handler);
        Certificate = trusted is null ? null : LoopbackCertificate.Create();
        _serverCertificate = Certificate?.Load();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (_serverCertificate is not null)
                {
                    listen.UseHttps(_serverCertificate);
                }
            });
        });
        _application = builder.Build();
        _application.Run(RelayAsync);
    }

    /// <summary>What to address in place of the server: https if the server is, else http.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The authority that vouches for <see cref="Address"/>; null for http.</summary>
    public LoopbackCertificate? Certificate { get; }

    /// <summary>Asked before a request is forwarded.</summary>
    public Func<ProxiedRequest, Task<ProxyVerdict>>? BeforeForwarding { get; set; }

    /// <summary>Asked when the server has answered, and done what was asked, before any of the answer is passed on (for watches: with its head).</summary>
    public Func<ProxiedRequest, Task<ProxyVerdict>>? BeforeAnswering { get; set; }

    /// <summary>Every request so far, in the order in which they came.</summary>
    public IReadOnlyList<ProxiedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <param name="upstream">The server.</param>
    /// <param name="trusted">Its certificate, for https.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RecordingProxy> StartAsync(Uri upstream, LoopbackCertificate? trusted, CancellationToken cancellationToken)
    {
        var proxy = new RecordingProxy(upstream, trusted);
        await proxy._application.StartAsync(cancellationToken);
        var addresses = proxy._application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        proxy.Address = new Uri(addresses.Single());
        return proxy;
    }

    public static Task<RecordingProxy> StartAsync(ControlPlane plane, CancellationToken cancellationToken) => StartAsync(plane.Address, plane.Certificate, cancellationToken);

    /// <summary>How many requests there were of each <see cref="ProxiedRequest.Kind"/>.</summary>
    public IReadOnlyDictionary<string, int> CountByKind() => Requests.CountBy(static request => request.Kind).ToDictionary(StringComparer.Ordinal);

    /// <summary>Forgets what came so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    /// <summary>Completes with the first request from now on that matches, when the server has answered it.</summary>
    public Task<ProxiedRequest> NextAsync(Func<ProxiedRequest, bool> matches)
    {
        var seen = new TaskCompletionSource<ProxiedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((matches, seen));
        }

        return seen.Task;
    }

    public async ValueTask DisposeAsync()
    {
        using (var atOnce = new CancellationTokenSource())
        {
            await atOnce.CancelAsync();
            await _application.StopAsync(atOnce.Token);
        }

        await _application.DisposeAsync();
        _client.Dispose();
        _handler.Dispose();
        _serverCertificate?.Dispose();
    }

    private async Task RelayAsync(HttpContext context)
    {
        var gone = context.RequestAborted;
        try
        {
            var request = await RecordAsync(context, gone);
            if (!await IsToGoOnAsync(BeforeForwarding, request, context))
            {
                return;
            }

            using var forwarded = Forward(context.Request, request);
            using var answer = await _client.SendAsync(forwarded, gone);
            var body = request.IsWatch ? null : await answer.Content.ReadAsByteArrayAsync(gone);
            request.Answer((int)answer.StatusCode);
            Announce(request);
            if (await IsToGoOnAsync(BeforeAnswering, request, context))
            {
                await AnswerAsync(context, request, answer, body);
            }
        }
#pragma warning disable CA1031 // whatever fails on the way, the client sees what it would see of a server that died
        catch
        {
            context.Abort();
        }
#pragma warning restore CA1031
    }

    private async Task<ProxiedRequest> RecordAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        var request = new ProxiedRequest(
            context.Request.Method, context.Request.Path.Value!, context.Request.QueryString.Value ?? "", body.ToArray(), TimeProvider.System.GetUtcNow(), context.RequestAborted);
        Evidence.Keep("proxied", $"{request.Method} {request.Path}{request.Query}");
        Evidence.Keep("proxied", request.Body.Span);
        lock (_lock)
        {
            _requests.Add(request);
        }

        return request;
    }

    private static async Task<bool> IsToGoOnAsync(Func<ProxiedRequest, Task<ProxyVerdict>>? hook, ProxiedRequest request, HttpContext context)
    {
        switch (hook is null ? ProxyVerdict.Pass : await hook(request))
        {
            case ProxyVerdict.Pass:
                return true;
            case ProxyVerdict.Drop:
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
                return false;
            default:
                context.Abort();
                return false;
        }
    }

    private HttpRequestMessage Forward(HttpRequest original, ProxiedRequest request)
    {
        var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_upstream, original.Path.ToUriComponent() + request.Query))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = request.Body.IsEmpty && original.ContentType is null ? null : new ReadOnlyMemoryContent(request.Body),
        };
        foreach (var (name, values) in original.Headers)
        {
            if (!name.StartsWith(':') && !s_ofConnections.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !forwarded.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                forwarded.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return forwarded;
    }

    private static async Task AnswerAsync(HttpContext context, ProxiedRequest request, HttpResponseMessage answer, byte[]? body)
    {
        context.Response.StatusCode = request.Status;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!s_ofConnections.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        if (body is not null)
        {
            request.Count(body.Length);
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        await context.Response.StartAsync(context.RequestAborted);
        await using var stream = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
        {
            request.Count(count);
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private void Announce(ProxiedRequest request)
    {
        lock (_lock)
        {
            foreach (var awaited in _awaited.Where(awaited => awaited.Matches(request)).ToList())
            {
                _awaited.Remove(awaited);
                awaited.Seen.TrySetResult(request);
            }
        }
    }
}
