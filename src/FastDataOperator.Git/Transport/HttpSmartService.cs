using System.Net;
using System.Net.Http.Headers;
using FastDataOperator.Git.Forges.GitHub;

namespace FastDataOperator.Git.Transport;

/// <summary>The smart protocol over HTTP (gitprotocol-http(5)). The credentials belong to the operation's origin: they go there with
/// every request and nowhere else, because a redirect to another origin is refused.</summary>
internal sealed class HttpSmartService : ISmartService
{
    /// <summary>What messages say of an address that is plain http.</summary>
    public const string ReadableWords = "is plain http: credentials would be readable on the way. Use the https:// address.";

    private const int MaxRedirects = 5;

    /// <summary>Some servers show a web page to whoever does not call itself git.</summary>
    private const string UserAgent = "git/2.0 (FastDataOperator)";

    private readonly Func<HttpLease> _open;
    private readonly GitOperation _operation;
    private readonly string? _authorization;
    private readonly AppSession? _app;
    private string _baseUrl;
    private HttpLease? _lease;

    /// <param name="open">Takes the connections: asked once, when they are needed.</param>
    /// <param name="app">Whose tokens are sent, where the credentials are a GitHub App's.</param>
    /// <exception cref="GitException">The credentials would go over the network in clear text, or cannot be sent at all.</exception>
    public HttpSmartService(Func<HttpLease> open, GitOperation operation, Uri url, RemoteAccess access, AppSession? app)
    {
        _open = open;
        _app = app;
        _operation = operation;
        _baseUrl = url.AbsoluteUri.TrimEnd('/');
        Access = access;
        var credentials = access.Credentials;
        if (credentials is not GitCredentials.None && IsReadable(url, access.Proxy))
        {
            throw operation.Fail(GitFailure.InsecureCredentials, false, ReadableWords);
        }

        if (credentials is GitCredentials.SshKey)
        {
            throw operation.Fail(GitFailure.AuthenticationFailed, false, $"is {url.Scheme}, which takes a user and a password or a token, and the credentials are an SSH key. Use the ssh:// address, or other credentials.");
        }

        try
        {
            _authorization = credentials.ToHeader();
        }
        catch (FormatException exception)
        {
            throw operation.Fail(GitFailure.AuthenticationFailed, false, $"cannot be sent these credentials: {exception.Message}.");
        }
    }

    public RemoteAccess Access { get; }

    /// <summary>Whether others could read what is sent there: plain http, but to this machine itself, and even there by way of a proxy.</summary>
    public static bool IsReadable(Uri url, RemoteProxy? proxy) => url.Scheme == Uri.UriSchemeHttp && (proxy is not null || !url.IsLoopback);

    public ISmartExchange Advertise(GitService service) =>
        new HttpSmartExchange(this, _operation, service, HttpMethod.Get, $"/info/refs?service={service.WireName}", protocolV2: false);

    public ISmartExchange Post(GitService service, bool protocolV2) =>
        new HttpSmartExchange(this, _operation, service, HttpMethod.Post, "/" + service.WireName, protocolV2);

    /// <summary>Sends one request and follows redirects on its origin.</summary>
    /// <param name="content">Makes the body anew for each hop; returns null when there is none.</param>
    /// <param name="isReplayable">Whether <paramref name="content"/> may be called again.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string suffix, GitService service, bool protocolV2, Func<HttpContent?> content, bool isReplayable)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = CreateRequest(method, _baseUrl + suffix, service, protocolV2, content());
            if (await AuthorizationAsync() is { } authorization)
            {
                _operation.Sent.Add(authorization);
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            var response = await (_lease ??= _open()).Invoker.SendAsync(request, _operation.Cancellation);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                if (response.StatusCode != HttpStatusCode.Unauthorized || !isReplayable || _app?.Drop() != true)
                {
                    return response;
                }

                // The token was taken back before its time: once, another one is got.
                response.Dispose();
                continue;
            }

            using (response)
            {
                var target = response.Headers.Location;
                if (hops == MaxRedirects || !isReplayable)
                {
                    throw _operation.Fail(GitFailure.RedirectRefused, false, $"sends requests on more than {MaxRedirects} times.");
                }

                _baseUrl = Follow(target, suffix);
            }
        }
    }

    public void Dispose() => _lease?.Dispose();

    private async ValueTask<string?> AuthorizationAsync() =>
        _app is null ? _authorization : new GitCredentials.Basic("x-access-token", await _app.TokenAsync(_operation.Cancellation)).ToHeader();

    private static HttpRequestMessage CreateRequest(HttpMethod method, string url, GitService service, bool protocolV2, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (content is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue($"application/x-{service.WireName}-request");
            request.Headers.TryAddWithoutValidation("Accept", $"application/x-{service.WireName}-result");
        }

        if (protocolV2)
        {
            request.Headers.TryAddWithoutValidation("Git-Protocol", "version=2");
        }

        return request;
    }

    /// <summary>The new base address.</summary>
    private string Follow(Uri? target, string suffix)
    {
        var from = new Uri(_baseUrl);
        if (target is null || !Uri.TryCreate(new Uri(_baseUrl + suffix), target, out var to) || !UrlHost.IsValid(to))
        {
            throw _operation.Fail(GitFailure.ProtocolError, false, "sends requests on without saying where to.");
        }

        if (to.Scheme != from.Scheme || !string.Equals(to.Host, from.Host, StringComparison.OrdinalIgnoreCase) || to.Port != from.Port)
        {
            throw _operation.Fail(
                GitFailure.RedirectRefused, false,
                $"({Origin(from)}) sends requests on to {ServerWords.Clean(Origin(to))}, which was not contacted. If that is right, use its address.");
        }

        var url = to.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        if (!url.EndsWith(suffix, StringComparison.Ordinal))
        {
            throw _operation.Fail(
                GitFailure.ProtocolError, false,
                "sends requests on to a page that is not a Git repository (a login page?). Check the address and the credentials.");
        }

        return url[..^suffix.Length];
    }

    private static string Origin(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
