using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using k8s.Autorest;
using k8s.Exceptions;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>Puts what the Kubernetes client throws into words. Only the message of the server's own <c>Status</c> is told: requests hold
/// credentials.</summary>
internal static class ClusterFault
{
    private const int MostCharacters = 600;

    /// <summary>Whether it is something that the outside did.</summary>
    public static bool Is(Exception fault) => fault
        is HttpOperationException or HttpRequestException or OperationCanceledException or KubeConfigException or KubernetesClientException or JsonException
        or IOException or UnauthorizedAccessException or CryptographicException or FormatException or TimeoutException;

    /// <param name="fault">One that <see cref="Is"/>.</param>
    /// <param name="server">The API server's address.</param>
    /// <param name="context">The name of the context, quoted.</param>
    public static ClusterException Describe(Exception fault, string server, string context) => fault switch
    {
        HttpOperationException answer => Describe(answer, server, context),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Unreachable($"the name of {server}, the API server of {context}, is not known", "look at the address in the kubeconfig and at the network; a VPN may be needed"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } secure => Unreachable(
            $"{server}, the API server of {context}, has a certificate that is not trusted: {Line((secure.InnerException ?? secure).Message)}", "look at certificate-authority of its cluster in the kubeconfig"),
        HttpRequestException request => Unreachable($"{server}, the API server of {context}, cannot be reached: {Line((request.InnerException ?? request).Message)}", "is it running, and is this the right cluster? --context chooses another one"),
        OperationCanceledException or TimeoutException => Unreachable($"{server}, the API server of {context}, does not answer", "look at the network; a VPN may be needed"),
        JsonException => Unreachable($"{server}, the address of {context}, answers, and not as an API server does", "look at the server of its cluster in the kubeconfig; a proxy or a login page may answer in its place"),
        KubeConfigException or KubernetesClientException or CryptographicException or FormatException => Kubeconfig(context, fault),
        IOException or UnauthorizedAccessException => Kubeconfig(context, fault),
        _ => throw new ArgumentException("no fault of the outside", nameof(fault), fault),
    };

    /// <summary>Text of the server's, on one line.</summary>
    public static string Line(string text) => PlainText.Line(FirstLine(text), MostCharacters).TrimEnd('.');

    private static ClusterException Kubeconfig(string context, Exception fault) =>
        new(ClusterFailure.KubeconfigUnusable, $"{context} cannot be used: {(OutsideFault.Is(fault) ? OutsideFault.Describe(fault) : Line(fault.Message))}", "kubectl config view shows what the kubeconfig says");

    private static ClusterException Describe(HttpOperationException answer, string server, string context)
    {
        var (message, reason, isStatus) = StatusOf(answer.Response?.Content);
        return answer.Response?.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(ClusterFailure.Unauthorized, $"{server}, the API server of {context}, does not accept its credentials", "they may have expired: log in to the cluster again"),
            HttpStatusCode.Forbidden => new(ClusterFailure.Forbidden, $"the cluster forbids it: {message}", "ask for a role that allows it, or name another namespace with -n"),
            HttpStatusCode.NotFound when !isStatus || message.Contains("the server could not find the requested resource", StringComparison.Ordinal) => new(
                ClusterFailure.KindMissing,
                $"the cluster of {context} does not know {FastDataImport.Kind} of {FastDataImport.ApiVersion}",
                "install the operator's chart, or its crds/, there; --context chooses another cluster"),
            HttpStatusCode.NotFound => new(ClusterFailure.NotFound, message, null),
            HttpStatusCode.TooManyRequests => new(ClusterFailure.Unavailable, $"{server} has too many requests: {message}", "it may pass: try again"),
            >= HttpStatusCode.InternalServerError => new(ClusterFailure.Unavailable, $"{server} has trouble of its own ({(int)answer.Response.StatusCode}{(reason.Length > 0 ? " " + reason : "")}): {message}", "it may pass: try again"),
            >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => Unreachable($"{server}, the address of {context}, sends its callers elsewhere, as a login page does", "look at the server of its cluster in the kubeconfig"),
            { } code => new(ClusterFailure.Refused, $"the cluster refuses it ({(int)code}{(reason.Length > 0 ? " " + reason : "")}): {message}", null),
            null => Unreachable($"{server}, the API server of {context}, gave no answer", "it may pass: try again"),
        };
    }

    /// <summary>The words of a <c>Status</c> object.</summary>
    private static (string Message, string Reason, bool IsStatus) StatusOf(string? content)
    {
        try
        {
            using var document = JsonDocument.Parse(content ?? "");
            if (document.RootElement is { ValueKind: JsonValueKind.Object } status && Text(status, "kind") == "Status")
            {
                return (Line(Text(status, "message") is { Length: > 0 } message ? message : "it says no more"), Line(Text(status, "reason")), true);
            }
        }
        catch (JsonException)
        {
            // No Status then.
        }

        return ("it says no more", "", false);
    }

    private static string Text(JsonElement map, string name) => map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static ClusterException Unreachable(string message, string remedy) => new(ClusterFailure.Unreachable, message, remedy);

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
