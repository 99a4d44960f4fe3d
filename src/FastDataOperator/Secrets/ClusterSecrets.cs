using System.Net;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using k8s;
using k8s.Autorest;

namespace FastDataOperator.Secrets;

/// <summary>Reads Secrets of the cluster one by one, as they are needed: the right to <c>get</c> them is enough, and nothing of them is kept
/// longer than imports share the reading.</summary>
internal static class ClusterSecrets
{
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<SecretReading> ReadAsync(IKubernetes client, ObjectKey name, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(name.Name, name.Namespace, cancellationToken: cancellationToken);
            return new SecretReading.Found(
                new SecretValues(name, secret.Data is { } data ? data.AsReadOnly() : new Dictionary<string, byte[]>()), $"{secret.Metadata.Uid}/{secret.Metadata.ResourceVersion}");
        }
        catch (HttpOperationException failure) when (failure.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return Refuse(Reason.SecretMissing, $"the Secret {name} does not exist", "create it, or correct the field that names it");
        }
        catch (HttpOperationException failure) when (failure.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return Refuse(Reason.SecretForbidden, $"the operator may not read the Secret {name}", "give its service account the right to get Secrets in that namespace");
        }
        catch (Exception failure) when (ApiFailure.Is(failure, cancellationToken))
        {
            return new SecretReading.Failed($"the Secret {name} could not be read: {ApiFailure.Describe(failure)}");
        }
    }

    private static SecretReading.Refused Refuse(Reason reason, string message, string remedy) =>
        new([new Finding { Reason = reason, Rule = "api", Message = message, Remedy = remedy }]);
}
