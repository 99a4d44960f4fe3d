using System.Globalization;
using System.Net;
using System.Text.Json;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace FastDataOperator.Api;

/// <summary>Reads what went wrong with a call of the API server out of what KubernetesClient throws. Its exceptions carry their request with its
/// <c>Authorization</c> header, so that they themselves never go into a log.</summary>
internal static class ApiFailure
{
    private const int MostCharacters = 500;

    /// <summary>The server's own words (KubernetesClient's message repeats the whole answer), or the connection's fault; one line.</summary>
    public static string Describe(Exception exception) => PlainText.Line(Words(exception), MostCharacters);

    /// <summary>Whether the API server or the way to it is at fault, and not a bug or whoever cancelled. HttpClient tells a timeout as a cancelled task.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        TaskCanceledException => !cancellationToken.IsCancellationRequested,
        HttpOperationException or HttpRequestException or KubernetesException or IOException or JsonException or TimeoutException => true,
        _ => false,
    };

    private static string Words(Exception exception) => exception switch
    {
        HttpOperationException { Response: { } response } =>
            $"the API server answered {(int)response.StatusCode} {StatusOf(response)?.Message ?? response.StatusCode.ToString()}",
        KubernetesException { Status: { } status } => $"the API server sent {status.Code} {status.Message ?? status.Reason}",
        OperationCanceledException or TimeoutException => "the API server did not answer in time",
        _ when exception.InnerException is { } inner && !exception.Message.Contains(inner.Message, StringComparison.Ordinal) => $"{exception.Message} ({inner.Message})",
        _ => exception.Message,
    };

    /// <summary>The HTTP status of a call, or the one that a watch ended with; <see langword="null"/> where the server did not answer.</summary>
    public static int? CodeOf(Exception exception) => exception switch
    {
        HttpOperationException { Response: { } response } => (int)response.StatusCode,
        KubernetesException { Status: { } status } => status.Code,
        _ => null,
    };

    public static bool Is(Exception exception, HttpStatusCode code) => CodeOf(exception) == (int)code;

    /// <summary>How long the server asks to stay away (RFC 9110, 10.2.3, or a Status' <c>retryAfterSeconds</c>).</summary>
    /// <returns><see langword="null"/> where it does not say.</returns>
    public static TimeSpan? RetryAfter(Exception exception, DateTimeOffset now)
    {
        var status = exception switch
        {
            HttpOperationException { Response: { } response } => StatusOf(response),
            KubernetesException { Status: { } sent } => sent,
            _ => null,
        };
        if (exception is HttpOperationException { Response: { } answer } && HeaderOf(answer, "Retry-After") is { } header)
        {
            if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(seconds);
            }

            if (DateTimeOffset.TryParseExact(header, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                return date > now ? date - now : TimeSpan.Zero;
            }
        }

        return status?.Details?.RetryAfterSeconds is { } asked and > 0 ? TimeSpan.FromSeconds(asked) : null;
    }

    private static string? HeaderOf(HttpResponseMessageWrapper response, string name) =>
        response.Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    private static V1Status? StatusOf(HttpResponseMessageWrapper response)
    {
        if (string.IsNullOrEmpty(response.Content))
        {
            return null;
        }

        try
        {
            return KubernetesJson.Deserialize<V1Status>(response.Content);
        }
        catch (JsonException)
        {
            // A proxy's words, which may be a whole page.
            return null;
        }
    }
}
