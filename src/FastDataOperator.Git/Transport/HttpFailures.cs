using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>What an HTTP status or a broken connection means for whoever asked.</summary>
internal static class HttpFailures
{
    private const int MaxBodyBytes = 1024;

    /// <summary>How long the words of a failure are waited for: the failure itself is known without them.</summary>
    private static readonly TimeSpan s_wordsTime = TimeSpan.FromSeconds(5);

    public static GitException Explain(GitOperation operation, RemoteAccess access, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var words = ReadWords(operation, response);
        var retryAfter = RetryAfterHeader.Read(response.Headers);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => operation.Fail(
                GitFailure.AuthenticationFailed, false,
                (response.RequestMessage?.Headers.Contains("Authorization") == true
                    ? "did not accept the credentials (HTTP 401). Check user, password or token."
                    : "asks for credentials (HTTP 401), and none were given.")
                + (access.Proxy is not null && response.RequestMessage?.RequestUri?.Scheme == Uri.UriSchemeHttp ? $" It may be the proxy {access.Proxy.Display} that says so of its own." : "") + words),
            HttpStatusCode.Forbidden => operation.Fail(
                GitFailure.AccessDenied, false, "refuses access (HTTP 403). Check what the credentials are allowed to do." + words),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => operation.Fail(
                GitFailure.RepositoryNotFound, false,
                $"was not found (HTTP {status}). Check the address; servers also say this of private repositories to whoever may not see them." + words),
            HttpStatusCode.RequestEntityTooLarge => operation.Fail(
                GitFailure.TooLarge, false, "does not take a request of this size (HTTP 413)." + words),
            HttpStatusCode.TooManyRequests => operation.Fail(
                GitFailure.ServerError, true, "asks for fewer requests (HTTP 429)." + words, retryAfter),
            HttpStatusCode.ProxyAuthenticationRequired when ConnectionFault.AsksForCredentials(access.Proxy) is var fault =>
                operation.Fail(fault.Reason, fault.IsTransient, fault.What),
            HttpStatusCode.BadRequest when response.RequestMessage?.RequestUri?.Scheme == Uri.UriSchemeHttps => operation.Fail(
                GitFailure.ServerError, false,
                "answered with HTTP 400"
                + (access.Trust.Certificate is null
                    ? ". A server that asks for a client certificate answers so, and none was given (tls.crt and tls.key)."
                    : ". A server that does not accept the client certificate answers so: check tls.crt and tls.key.") + words),
            _ => operation.Fail(
                GitFailure.ServerError, status >= 500 && status is not (501 or 505), $"answered with HTTP {status}." + words, retryAfter),
        };
    }

    public static GitException Explain(GitOperation operation, RemoteAccess access, Exception exception)
    {
        var fault = ConnectionFault.Of(exception, access);
        return operation.Fail(fault.Reason, fault.IsTransient, fault.What);
    }

    /// <summary>What the server says in plain text, as Git shows it; empty when it says nothing.</summary>
    private static string ReadWords(GitOperation operation, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/plain")
        {
            return "";
        }

        var buffer = new byte[MaxBodyBytes];
        var count = 0;
        using var patience = new CancellationTokenSource(s_wordsTime, operation.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, operation.Cancellation);
        try
        {
            using var body = response.Content.ReadAsStream(either.Token);
            while (count < buffer.Length && body.ReadAsync(buffer.AsMemory(count), either.Token).AsTask().GetAwaiter().GetResult() is > 0 and var read)
            {
                count += read;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !operation.Cancellation.IsCancellationRequested))
        {
            // What came before is said.
        }

        var words = ServerWords.Clean(buffer.AsSpan(0, count));
        return words.Length == 0 ? "" : " The server says: " + words;
    }
}
