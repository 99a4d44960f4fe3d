using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;
using FastDataOperator.Secrets;

namespace FastDataOperator.Cli;

/// <summary>What <c>validate</c> finds in Secrets that imports of the same call name, read as an import reads them. One that is not among the files may be in a cluster.</summary>
internal static class SecretCheck
{
    /// <returns>The checks, with what is wrong with the Secrets of each file beside what was.</returns>
    public static IReadOnlyList<FileCheck> AddTo(IReadOnlyList<FileCheck> checks)
    {
        var imports = checks.SelectMany(static check => check.Imports).ToList();
        return [.. checks.Select(check => check with { Problems = [.. check.Problems, .. check.Secrets.SelectMany(secret => imports.SelectMany(import => Problems(import, secret))).Distinct()] })];
    }

    private static IEnumerable<Finding> Problems(RequestedImport import, SecretManifest secret) =>
        Uses(import).Where(use => use.Name is { } name && name == new ObjectKey(secret.Namespace, secret.Name)).SelectMany(use => Problems(use.Read, new SecretValues(use.Name!.Value, secret.Data, secret.Locate)));

    private static IReadOnlyList<Finding> Problems(Action<SecretValues> read, SecretValues secret)
    {
        try
        {
            read(secret);
            return [];
        }
        catch (ImportRefusedException refusal)
        {
            return refusal.Problems;
        }
    }

    private static IEnumerable<(ObjectKey? Name, Action<SecretValues> Read)> Uses(RequestedImport import) =>
    [
        (import.Source?.Secret, static secret => SecretCredentials.From(secret, null)),
        (import.Source?.ProxySecret, static secret => SecretCredentials.From(null, secret)),
        (import.Source?.Verify?.Secret, static secret => SecretSigners.From(secret)),
        (import.Destination.Secret, static secret => SecretCredentials.From(secret, null)),
        (import.Destination.ProxySecret, static secret => SecretCredentials.From(null, secret)),
        (import.SigningKey, static secret => SecretSigningKeys.From(secret)),
    ];
}
