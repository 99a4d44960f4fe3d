using System.Diagnostics;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>The authorities and the client certificate that a Secret holds.</summary>
internal static class SecretTrust
{
    /// <param name="takesCertificate">Whether there may be a client certificate.</param>
    /// <returns><see langword="null"/> where it holds neither.</returns>
    /// <exception cref="ImportRefusedException">A certificate without its key, or something that cannot be read.</exception>
    public static RemoteTrust? From(SecretValues secret, bool takesCertificate)
    {
        var authorities = secret.Filled(SecretKeys.Authorities);
        var certificate = takesCertificate ? secret.Filled(SecretKeys.Certificate) : null;
        var key = takesCertificate ? secret.Filled(SecretKeys.CertificateKey) : null;
        if (certificate is null != key is null)
        {
            var (there, missing) = key is null ? (SecretKeys.Certificate, SecretKeys.CertificateKey) : (SecretKeys.CertificateKey, SecretKeys.Certificate);
            throw secret.Refusal(Reason.InvalidValue, $"it has {there} and no {missing}", "a client certificate takes both", there);
        }

        if ((authorities ?? certificate) is null)
        {
            return null;
        }

        return RemoteTrust.TryCreate(authorities, certificate, key, out var trust, out var problem) ? trust
            : throw secret.Refusal(Reason.InvalidValue, $"{KeyOf(problem.Part)} {problem.What}", problem.Remedy, KeyOf(problem.Part));
    }

    private static string KeyOf(TrustPart part) => part switch
    {
        TrustPart.Authorities => SecretKeys.Authorities,
        TrustPart.Certificate => SecretKeys.Certificate,
        TrustPart.Key => SecretKeys.CertificateKey,
        _ => throw new UnreachableException(),
    };
}
