using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A certificate for <c>localhost</c> and <c>127.0.0.1</c> that signed itself: whoever trusts it as an authority trusts the server.</summary>
public sealed record LoopbackCertificate(string CertificatePem, string KeyPem)
{
    public static LoopbackCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return new LoopbackCertificate(certificate.ExportCertificatePem(), TestSecrets.Register(key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>The certificate with its key, for a server.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);

    /// <summary>A client's handler that trusts this certificate and nothing else, and passes answers on as they are.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509Certificate2.CreateFromPem(CertificatePem) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
