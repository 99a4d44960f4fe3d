using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What headers say about how much may still be asked: GitHub's and Gitea's <c>X-RateLimit-*</c>, GitLab's <c>RateLimit-*</c>, Azure's <c>X-RateLimit-*</c> with <c>Retry-After</c> on a success.</summary>
internal static class RateLimitHeaders
{
    /// <summary>A number above this is a time (seconds since 1970), below it a span (seconds).</summary>
    private const long FirstEpoch = 1_000_000_000;

    /// <summary>How long to leave a forge alone that asks for it and does not say how long: what GitHub wants at its secondary limits (docs.github.com/rest, "Rate limits for the REST API").</summary>
    public static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(1);

    /// <summary>Whether the forge asks for fewer requests. GitHub does so by 403, too.</summary>
    public static bool IsLimited(ForgeAnswer answer) =>
        answer.Status == HttpStatusCode.TooManyRequests
        || (answer.Status == HttpStatusCode.Forbidden
            && (Remaining(answer.Headers) == 0 || answer.Headers.RetryAfter is not null
                || answer.Words.Contains("rate limit", StringComparison.OrdinalIgnoreCase) || answer.Words.Contains("abuse detection", StringComparison.OrdinalIgnoreCase)));

    /// <summary>How many more requests; <see langword="null"/> where nobody says.</summary>
    public static long? Remaining(HttpResponseHeaders headers) => Number(headers, "X-RateLimit-Remaining") ?? Number(headers, "RateLimit-Remaining");

    /// <summary>How long to leave the forge alone: what it asks for, or until a limit that is used up begins anew. <see langword="null"/> where it does not say; when a limit that is not used up begins anew says nothing.</summary>
    public static TimeSpan? RetryAfter(ForgeAnswer answer) => RetryAfterHeader.Read(answer.Headers) ?? (Remaining(answer.Headers) == 0 ? Reset(answer.Headers) : null);

    private static TimeSpan? Reset(HttpResponseHeaders headers) =>
        (Number(headers, "X-RateLimit-Reset") ?? Number(headers, "RateLimit-Reset")) is not { } number ? null
        : number < FirstEpoch ? RetryAfterHeader.Bounded(TimeSpan.FromSeconds(number))
        : number > int.MaxValue * 2L ? RetryAfterHeader.Longest
        : RetryAfterHeader.Until(DateTimeOffset.FromUnixTimeSeconds(number), headers);

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: <= 20 } text
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) // infinities have a spelling too
            ? (long)Math.Min(number, long.MaxValue / 2)
            : null;
}
