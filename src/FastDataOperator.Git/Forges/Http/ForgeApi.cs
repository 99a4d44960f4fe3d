using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using FastDataOperator.Git.Forges.GitHub;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>Sends requests to one forge about one repository. Credentials go to the API's origin and nowhere else; answers are bounded; what a status means is told by <see cref="ForgeFailures"/>.</summary>
internal sealed class ForgeApi
{
    /// <summary>Most bytes of an answer: twenty pull requests with bodies as long as ours get.</summary>
    public const int MostBytes = 4 << 20;

    private const int MostRedirects = 3;

    private readonly ForgeChannel _channel;
    private readonly ForgeTraits _traits;
    private readonly RemoteAccess _access;
    private readonly GitCredentials _credentials;
    private readonly ForgeFailures _failures;

    public ForgeApi(ForgeChannel channel, ForgeAddress address, ForgeTraits traits, RemoteAccess access, GitCredentials credentials)
    {
        _channel = channel;
        Address = address;
        _traits = traits;
        _access = access;
        _credentials = credentials;
        _failures = new ForgeFailures(address, traits, access, credentials is not GitCredentials.None);
    }

    public ForgeAddress Address { get; }

    /// <summary>Sends a request, again where that does no harm and may help.</summary>
    /// <returns>A success, or an answer with one of the request's expected statuses.</returns>
    /// <exception cref="GitException">Anything else.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled, or the deadline passed.</exception>
    public async Task<ForgeAnswer> SendAsync(ForgeRequest request, CancellationToken cancellationToken)
    {
        ThrowIfNotAllowed();
        var session = _credentials is GitCredentials.GitHubApp app ? _channel.Connections.AppTokens.For(app, Address.Repository, _access) : null;
        var outcome = await SendAsync(request, session, cancellationToken);
        return outcome.Failure?.Reason == GitFailure.AuthenticationFailed && session?.Drop() == true
            ? (await SendAsync(request, session, cancellationToken)).OrThrow()
            : outcome.OrThrow();
    }

    /// <summary>One is open from that head to that base: transient, because whoever looks again finds it.</summary>
    public GitException Exists(PullRequestDraft draft) => _failures.Fail(
        GitFailure.PullRequestExists, true, $"has a pull request open already from {draft.Head} to {draft.Base}.");

    /// <summary>A list of pull requests goes on beyond what is looked through.</summary>
    public GitException Endless(BranchName head, int seen, string remedy) => _failures.Fail(
        GitFailure.TooLarge, false, $"has a longer list of pull requests than is looked through: after {seen} of them nobody knows whether one from {head} is among the others, so that none is opened. {remedy}");

    private async Task<ForgeOutcome> SendAsync(ForgeRequest request, AppSession? session, CancellationToken cancellationToken)
    {
        var authorization = Authorize(session is null ? _credentials : new GitCredentials.Bearer(await session.TokenAsync(cancellationToken)));
        return await _channel.Retry.RunAsync(token => SendOnceAsync(request, authorization, token), cancellationToken);
    }

    /// <exception cref="GitException">The API may not be asked, or the credentials may not be sent to it.</exception>
    private void ThrowIfNotAllowed()
    {
        // The host that people name is judged; the API that belongs to github.com needs no entry of its own.
        var policy = _channel.Connections.Policy;
        var isSameHost = Address.Api.IdnHost == Address.Web.IdnHost;
        if ((policy.Problem(Address.Web) ?? (isSameHost ? policy.Problem(Address.Api) : null) ?? policy.Problem(_access.Proxy)) is { } problem)
        {
            throw _failures.Fail(GitFailure.NotAllowed, false, problem);
        }

        if (_credentials is not GitCredentials.None && HttpSmartService.IsReadable(Address.Api, _access.Proxy))
        {
            throw _failures.Fail(GitFailure.InsecureCredentials, false, HttpSmartService.ReadableWords);
        }

        if (_credentials is GitCredentials.GitHubApp && Address.Provider != ForgeProvider.GitHub)
        {
            throw _failures.Fail(GitFailure.AuthenticationFailed, false, "cannot be sent these credentials: they are a GitHub App's.");
        }
    }

    private string? Authorize(GitCredentials credentials)
    {
        try
        {
            return _traits.Authorize(credentials);
        }
        catch (FormatException exception)
        {
            throw _failures.Fail(GitFailure.AuthenticationFailed, false, $"cannot be sent these credentials: {exception.Message}.");
        }
    }

    private async ValueTask<ForgeOutcome> SendOnceAsync(ForgeRequest request, string? authorization, CancellationToken cancellationToken)
    {
        await _channel.Budget.TakeAsync(_failures, cancellationToken);
        ForgeAnswer? answer = null;
        try
        {
            answer = await ExchangeAsync(request, authorization, cancellationToken);
        }
        catch (Exception exception) when (ConnectionFault.Is(exception))
        {
            var failure = _failures.Explain(ConnectionFault.Of(exception, _access));
            return new ForgeOutcome(null, failure, request.IsRepeatable && failure.Reason == GitFailure.ConnectionFailed);
        }
        finally
        {
            _channel.Metrics.Record(Address.Provider, request.Operation, answer?.Status);
        }

        // Who asks for fewer requests does not refuse this one, whatever the caller makes of the status.
        var isTooEarly = !answer.IsSuccess && request.IsTooEarly(answer);
        var isExpected = answer.IsSuccess || (request.Expected.Contains(answer.Status) && !isTooEarly && !RateLimitHeaders.IsLimited(answer));
        var refusal = isExpected ? null : isTooEarly ? _failures.TooEarly(answer) : _failures.Explain(answer);
        _channel.Budget.Observe(answer, refusal);
        return refusal is null
            ? new ForgeOutcome(answer, null, false)
            : new ForgeOutcome(
                null, refusal, isTooEarly || (request.IsRepeatable && (refusal.Reason == GitFailure.RateLimited || (int)answer.Status is 502 or 503 or 504)));
    }

    private async Task<ForgeAnswer> ExchangeAsync(ForgeRequest request, string? authorization, CancellationToken cancellationToken)
    {
        var url = new Uri(Address.Api.AbsoluteUri + request.Path);
        using var lease = _channel.Connections.Lease(_access);
        for (var hops = 0; ; hops++)
        {
            using var message = Compose(request, url, authorization);
            using var response = await lease.Invoker.SendAsync(message, cancellationToken);

            // A redirect may be what a forge says in place of a 401.
            if (MeaningOf(response, default) is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return await ReadAsync(response, hops > 0, cancellationToken);
            }

            url = hops < MostRedirects
                ? Follow(url, response.Headers.Location)
                : throw _failures.Fail(GitFailure.RedirectRefused, false, $"sends requests on more than {MostRedirects} times.");
        }
    }

    private HttpRequestMessage Compose(ForgeRequest request, Uri url, string? authorization)
    {
        var message = new HttpRequestMessage(request.Method, url);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(request.ContentType) } };
        }

        // GitHub refuses whoever does not say who it is.
        message.Headers.TryAddWithoutValidation("User-Agent", "FastDataOperator");
        message.Headers.TryAddWithoutValidation("Accept", _traits.Accept);
        foreach (var (name, value) in _traits.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (authorization is not null)
        {
            _failures.Sent.Add(authorization);
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return message;
    }

    /// <summary>Where a repository went that was renamed: on the same origin, or nowhere.</summary>
    private Uri Follow(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var to) || !UrlHost.IsValid(to))
        {
            throw _failures.Malformed("with a redirect that leads nowhere");
        }

        return to.Scheme == from.Scheme && to.IdnHost == from.IdnHost && to.Port == from.Port && to.UserInfo.Length == 0
            ? to
            : throw _failures.Fail(
                GitFailure.RedirectRefused, false,
                $"sends requests on to {ServerWords.Clean(to.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))}, which was not contacted. If that is right, use its address.");
    }

    private async Task<ForgeAnswer> ReadAsync(HttpResponseMessage response, bool isMoved, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MostBytes)
        {
            throw TooLarge();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new ArrayBufferWriter<byte>();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (body.WrittenCount + count > MostBytes)
            {
                throw TooLarge();
            }

            body.Write(buffer.AsSpan(0, count));
        }

        return new ForgeAnswer(_failures, MeaningOf(response, body.WrittenMemory), response.Headers, response.Content.Headers.ContentType?.MediaType, body.WrittenMemory) { IsMoved = isMoved };
    }

    private HttpStatusCode MeaningOf(HttpResponseMessage response, ReadOnlyMemory<byte> body) => _traits.Meaning(new ForgeStatus(
        response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Location, _credentials is not GitCredentials.None, body));

    private GitException TooLarge() => _failures.Fail(GitFailure.TooLarge, false, $"sent an answer of more than {MostBytes >> 20} MiB, which is the most that is read.");
}
