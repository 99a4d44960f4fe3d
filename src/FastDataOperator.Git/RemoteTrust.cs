using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Git;

/// <summary>Whom a secure connection believes, and whom it shows itself as. Equal where both are the same text. Never printed.</summary>
public sealed record RemoteTrust
{
    private RemoteTrust(string? authorities, string? certificate, string? key)
    {
        Authorities = authorities;
        Certificate = certificate;
        Key = key;
    }

    /// <summary>The machine's own authorities, and no client certificate.</summary>
    public static RemoteTrust Machine { get; } = new(null, null, null);

    /// <summary>PEM: authorities that are believed beside the machine's own; null for none.</summary>
    internal string? Authorities { get; }

    /// <summary>PEM: the client certificate, then those between it and its authority; null for none.</summary>
    internal string? Certificate { get; }

    /// <summary>PEM: the certificate's private key.</summary>
    internal string? Key { get; }

    /// <summary>Reads what was given: whatever cannot be used is told here, not at the first connection.</summary>
    /// <param name="authorities">PEM certificates: roots, or any others that are to be believed as they are (as Go, and so Flux, has it); null for none.</param>
    /// <param name="certificate">PEM: the client's certificate first, then those between it and its authority; null for none.</param>
    /// <param name="key">PEM: its private key (PKCS#8, PKCS#1 or SEC 1, without a passphrase); given exactly where <paramref name="certificate"/> is.</param>
    /// <param name="problem">What is wrong with which of them; holds nothing of their content.</param>
    /// <exception cref="ArgumentException">A certificate without a key, or the other way round.</exception>
    public static bool TryCreate(
        string? authorities, string? certificate, string? key, [NotNullWhen(true)] out RemoteTrust? trust, [NotNullWhen(false)] out TrustProblem? problem)
    {
        if (certificate is null != key is null)
        {
            throw new ArgumentException("A certificate and its key come together.", nameof(key));
        }

        problem = (authorities is null ? null : CertificatesProblem(authorities, TrustPart.Authorities)) ?? (certificate is null ? null : KeyProblem(certificate, key!));
        trust = problem is null ? new RemoteTrust(authorities, certificate, key) : null;
        return problem is null;
    }

    public override string ToString() => this == Machine ? "Machine" : "Private";

    private static TrustProblem? CertificatesProblem(string pem, TrustPart part)
    {
        using var certificates = new LoadedCertificates();
        return certificates.TryAdd(pem) ? null
            : new TrustProblem(part, "holds no certificate that can be read", "write certificates in PEM form (-----BEGIN CERTIFICATE-----)");
    }

    private static TrustProblem? KeyProblem(string certificate, string key)
    {
        if (CertificatesProblem(certificate, TrustPart.Certificate) is { } unreadable)
        {
            return unreadable;
        }

        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            return new TrustProblem(TrustPart.Key, "is protected with a passphrase", "store the key without one; a Secret protects it already");
        }

        using var certificates = new LoadedCertificates();
        certificates.TryAdd(certificate);
        try
        {
            using var pair = LoadPair(certificate, key);
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            return IsPrivateKey(key)
                ? new TrustProblem(TrustPart.Key, "does not belong to the first certificate of tls.crt", "put the client's own certificate first, and its own key beside it")
                : new TrustProblem(TrustPart.Key, "holds no private key that can be read", "write an RSA or EC key in PEM form (PKCS#8, PKCS#1 or SEC 1)");
        }
    }

    /// <exception cref="CryptographicException">They do not belong together, or one cannot be read.</exception>
    /// <exception cref="ArgumentException">One is no PEM.</exception>
    internal static X509Certificate2 LoadPair(string certificate, string key)
    {
        var pair = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return pair;
        }

        // Windows shows no certificate whose key is only in memory.
        using (pair)
        {
            return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static bool IsPrivateKey(string pem)
    {
        foreach (var create in new Func<AsymmetricAlgorithm>[] { RSA.Create, ECDsa.Create })
        {
            using var algorithm = create();
            try
            {
                algorithm.ImportFromPem(pem);
                return true;
            }
            catch (Exception fault) when (fault is CryptographicException or ArgumentException)
            {
                // The other kind, perhaps.
            }
        }

        return false;
    }
}
