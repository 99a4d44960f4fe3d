using System.Net;
using System.Security.Authentication;

namespace FastDataOperator.Git.Transport;

/// <summary>What an HTTP status or a broken connection means for whoever asked.</summary>
internal static class HttpFailures
{
    private const int MaxBodyBytes = 1024;

    public static GitException Explain(GitOperation operation, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var words = ReadWords(operation, response);
        var retryAfter = response.Headers.RetryAfter?.Delta;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => operation.Fail(
                GitFailure.AuthenticationFailed, false,
                (response.RequestMessage?.Headers.Contains("Authorization") == true
                    ? "did not accept the credentials (HTTP 401). Check user, password or token."
                    : "asks for credentials (HTTP 401), and none were given.") + words),
            HttpStatusCode.Forbidden => operation.Fail(
                GitFailure.AccessDenied, false, "refuses access (HTTP 403). Check what the credentials are allowed to do." + words),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => operation.Fail(
                GitFailure.RepositoryNotFound, false,
                $"was not found (HTTP {status}). Check the address; servers also say this of private repositories to whoever may not see them." + words),
            HttpStatusCode.RequestEntityTooLarge => operation.Fail(
                GitFailure.TooLarge, false, "does not take a request of this size (HTTP 413)." + words),
            HttpStatusCode.TooManyRequests => operation.Fail(
                GitFailure.ServerError, true, "asks for fewer requests (HTTP 429)." + words, retryAfter),
            HttpStatusCode.ProxyAuthenticationRequired => operation.Fail(
                GitFailure.AuthenticationFailed, false, "is behind a proxy that asks for credentials (HTTP 407)."),
            _ => operation.Fail(
                GitFailure.ServerError, status >= 500 && status is not (501 or 505), $"answered with HTTP {status}." + words, retryAfter),
        };
    }

    public static GitException Explain(GitOperation operation, Exception exception)
    {
        if (exception.InnerException is GitException { Reason: GitFailure.NotAllowed } refused)
        {
            return operation.Fail(GitFailure.NotAllowed, false, refused.Message);
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || exception.InnerException is AuthenticationException)
        {
            return operation.Fail(
                GitFailure.InsecureConnection, false,
                $"could not be reached over a secure connection: {ServerWords.Clean(exception.InnerException?.Message ?? exception.Message).TrimEnd('.')}. "
                + "If the certificate's authority is your own, add it to the machine's certificate store, or name a bundle in SSL_CERT_FILE.");
        }

        var what = exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "could not be reached: its host name is unknown here.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                $"could not be reached: {ServerWords.Clean(exception.InnerException?.Message ?? exception.Message).TrimEnd('.')}.",
            _ => $"broke the connection off: {ServerWords.Clean(exception.Message)}",
        };
        return operation.Fail(GitFailure.ConnectionFailed, true, what);
    }

    /// <summary>What the server says in plain text, as Git shows it; empty when it says nothing.</summary>
    private static string ReadWords(GitOperation operation, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/plain")
        {
            return "";
        }

        try
        {
            using var body = response.Content.ReadAsStream(operation.Cancellation);
            var buffer = new byte[MaxBodyBytes];
            var count = body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, operation.Cancellation).AsTask().GetAwaiter().GetResult();
            var words = ServerWords.Clean(buffer.AsSpan(0, count));
            return words.Length == 0 ? "" : " The server says: " + words;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return "";
        }
    }
}
