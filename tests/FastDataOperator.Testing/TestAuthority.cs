using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A certificate authority of a test's own, and what it issues.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2 _certificate;

    private TestAuthority(X509Certificate2 certificate) => _certificate = certificate;

    public string CertificatePem => _certificate.ExportCertificatePem();

    public static TestAuthority Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new TestAuthority(Authority(name, key).CreateSelfSigned(now.AddDays(-30), now.AddDays(365)));
    }

    /// <summary>An authority below this one.</summary>
    public TestAuthority IssueAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Issue(Authority(name, key), TimeProvider.System.GetUtcNow());
        return new TestAuthority(issued.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate for a server.</summary>
    /// <param name="hosts">Names and addresses; <c>localhost</c> and <c>127.0.0.1</c> where there are none.</param>
    /// <param name="at">When it was issued, for ten days.</param>
    /// <param name="issuersAddress">Where it claims that its issuer's certificate can be had.</param>
    public IssuedCertificate IssueServer(string[]? hosts = null, DateTimeOffset? at = null, string? issuersAddress = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts ?? ["localhost", "127.0.0.1"])
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse)], critical: false));
        if (issuersAddress is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuersAddress]));
        }

        using var issued = Issue(request, at ?? TimeProvider.System.GetUtcNow().AddDays(-1));
        return new IssuedCertificate(issued.ExportCertificatePem(), TestSecrets.Register(key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>A certificate for a client.</summary>
    /// <param name="keyForm">How its key is written.</param>
    public IssuedCertificate IssueClient(string name, KeyForm keyForm = KeyForm.EcPkcs8)
    {
        using AsymmetricAlgorithm key = keyForm is KeyForm.RsaPkcs8 or KeyForm.RsaPkcs1 ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientUse)], critical: false));
        using var issued = Issue(request, TimeProvider.System.GetUtcNow().AddDays(-1));
        return new IssuedCertificate(issued.ExportCertificatePem(), TestSecrets.Register(keyForm switch
        {
            KeyForm.RsaPkcs1 => ((RSA)key).ExportRSAPrivateKeyPem(),
            KeyForm.EcSec1 => ((ECDsa)key).ExportECPrivateKeyPem(),
            _ => key.ExportPkcs8PrivateKeyPem(),
        }));
    }

    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private X509Certificate2 Issue(CertificateRequest request, DateTimeOffset at)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var generator = X509SignatureGenerator.CreateForECDsa(_certificate.GetECDsaPrivateKey()!);
        return request.Create(_certificate.SubjectName, generator, at, at.AddDays(10), RandomNumberGenerator.GetBytes(12));
    }
}
