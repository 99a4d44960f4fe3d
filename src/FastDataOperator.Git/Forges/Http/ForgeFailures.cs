using System.Net;
using System.Text.Json;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What a status of a forge's API, or a broken connection to it, means for whoever asked: the one table for all forges.</summary>
internal sealed class ForgeFailures(ForgeAddress address, ForgeTraits traits, RemoteAccess access, bool hasCredentials)
{
    /// <summary>How long forges take to see a push, or longer.</summary>
    private static readonly TimeSpan s_lag = TimeSpan.FromSeconds(5);

    /// <summary>What no message shows.</summary>
    public SentSecrets Sent { get; } = new(access.Proxy);

    /// <summary>Begins every message: whose API, of which repository, and where it is asked if that is elsewhere.</summary>
    private string Subject => $"The {traits.Name} API of {address.Display}{(address.Display.StartsWith(address.Api.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) ? "" : $" ({address.Api.GetLeftPart(UriPartial.Authority)})")}";

    public GitException Explain(ForgeAnswer answer)
    {
        var status = (int)answer.Status;
        var words = answer.Words.Length == 0 ? "" : $" It says: {answer.Words}";
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => Fail(
                GitFailure.AuthenticationFailed, false,
                hasCredentials
                    ? $"did not accept the credentials (HTTP 401). Check that {traits.Acceptance ?? $"the token is whole, not expired, and of this {traits.Name}"}." + words
                    : $"asks for credentials (HTTP 401), and none were given. The {traits.Credentials} needs {traits.Rights}." + words),
            _ when RateLimitHeaders.IsLimited(answer) => Limited(answer, words),
            HttpStatusCode.Forbidden => Fail(
                GitFailure.AccessDenied, false, $"refuses access (HTTP 403). The {traits.Credentials} needs {traits.Rights}." + Missing(answer) + words),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Fail(
                GitFailure.RepositoryNotFound, false,
                $"does not know what was asked for (HTTP {status}). Check the repository's address and provider; forges also say this to credentials that may not see it; the {traits.Credentials} needs {traits.Rights}." + words),
            HttpStatusCode.RequestEntityTooLarge => Fail(GitFailure.TooLarge, false, "does not take a request of this size (HTTP 413)." + words),
            HttpStatusCode.ProxyAuthenticationRequired => Explain(ConnectionFault.AsksForCredentials(access.Proxy)),
            _ when status is >= 300 and < 400 => Fail(GitFailure.ProtocolError, false, $"answered with HTTP {status}, which leads nowhere."),
            _ when status >= 500 => Fail(
                GitFailure.ServerError, status is not (501 or 505), $"answered with HTTP {status}." + words, RateLimitHeaders.RetryAfter(answer)),
            _ => Fail(GitFailure.ServerError, false, $"refuses the request (HTTP {status})." + words),
        };
    }

    /// <summary>It refuses what it will not refuse once it sees what was pushed.</summary>
    public GitException TooEarly(ForgeAnswer answer) => Fail(
        GitFailure.ServerError, true, $"does not see the branch yet that was pushed (HTTP {(int)answer.Status}). It says: {answer.Words}", s_lag);

    public GitException Explain(ConnectionFault fault) => Fail(fault.Reason, fault.IsTransient, fault.What);

    /// <param name="what">Continues <c>answered</c>.</param>
    public GitException Malformed(string what) => Fail(GitFailure.ProtocolError, false, $"answered {ServerWords.Clean(what)}. Check the repository's address and provider.");

    public GitException Malformed(JsonException exception) =>
        Malformed($"what is no {traits.Name} answer (at {(exception.Path is { Length: > 0 and <= 200 } path ? path : "the top")}, line {exception.LineNumber + 1 ?? 1})");

    /// <param name="what">Continues the subject: <c>does not answer.</c></param>
    public GitException Fail(GitFailure reason, bool isTransient, string what, TimeSpan? retryAfter = null) =>
        new(reason, isTransient, $"{Subject} {Sent.Hide(what)}") { RetryAfter = retryAfter };

    /// <summary>GitHub says which permissions would have done.</summary>
    private static string Missing(ForgeAnswer answer) =>
        answer.Headers.TryGetValues("X-Accepted-GitHub-Permissions", out var permissions) && ServerWords.Clean(string.Join("; ", permissions)) is { Length: > 0 and <= 200 } line
            ? $" What was asked for takes: {line.ReplaceLineEndings(" ")}."
            : "";

    private GitException Limited(ForgeAnswer answer, string words) =>
        Fail(GitFailure.RateLimited, true, $"asks for fewer requests (HTTP {(int)answer.Status})." + words, RateLimitHeaders.RetryAfter(answer) ?? RateLimitHeaders.Unsaid);
}
