using System.Net.Http.Headers;

namespace FastDataOperator.Git.Transport;

/// <summary>How long a server asks to be left alone: in seconds or as a date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>What asks for more is not believed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <returns>Between nothing and <see cref="Longest"/>; <see langword="null"/> where the server does not say.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(delta),
        { Date: { } date } => Until(date, headers),
        _ => null,
    };

    /// <summary>The time until then by the server's own clock, so that ours may be wrong.</summary>
    public static TimeSpan Until(DateTimeOffset time, HttpResponseHeaders headers) => headers.Date is { } now ? Bounded(time - now) : Longest;

    public static TimeSpan Bounded(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span > Longest ? Longest : span;
}
