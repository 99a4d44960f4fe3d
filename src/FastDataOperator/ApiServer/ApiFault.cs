using System.Net;
using System.Text.Json;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Autorest;

namespace FastDataOperator.ApiServer;

/// <summary>What went wrong with the API server, fit for a log: the status's reason and message. Exceptions of KubernetesClient carry their
/// request with its <c>Authorization</c> header, so that they themselves never go into one.</summary>
internal static class ApiFault
{
    private const int MostCharacters = 500;

    /// <summary>One line.</summary>
    public static string Describe(Exception fault) => PlainText.Line(
        fault switch
        {
            HttpOperationException { Response: { } response } => OfStatus(response.StatusCode, response.Content),
            KubernetesException { Status: { } status } => $"{status.Code} {status.Reason}: {status.Message}",
            HttpRequestException { InnerException: { } inner } => $"{fault.Message} ({inner.Message})",
            _ => $"{fault.GetType().Name}: {fault.Message}",
        },
        MostCharacters);

    /// <summary>An API server answers with a <c>Status</c>; what stands in front of it with anything.</summary>
    private static string OfStatus(HttpStatusCode code, string? content)
    {
        try
        {
            using var json = JsonDocument.Parse(content ?? "");
            if (json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty("message", out var message)
                && json.RootElement.TryGetProperty("reason", out var reason))
            {
                return $"{(int)code} {reason}: {message}";
            }
        }
        catch (JsonException)
        {
            // No Status: the code says what can be said.
        }

        return $"{(int)code} {code}";
    }
}
