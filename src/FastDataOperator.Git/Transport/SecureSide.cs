using System.Net.Security;

namespace FastDataOperator.Git.Transport;

/// <summary>A <see cref="RemoteTrust"/> as TLS takes it.</summary>
internal sealed class SecureSide : IDisposable
{
    private readonly ServerCertificate _server;
    private readonly ClientCertificate? _client;

    public SecureSide(RemoteTrust trust)
    {
        _server = new ServerCertificate(trust.Authorities);
        _client = trust.Certificate is null ? null : new ClientCertificate(trust.Certificate, trust.Key!);
    }

    /// <param name="host">Whose name the certificate must carry; null where the caller fills it in.</param>
    public SslClientAuthenticationOptions Options(string? host) => new()
    {
        TargetHost = host,
        ClientCertificateContext = _client?.Context,
        CertificateChainPolicy = ServerCertificate.MachinePolicy(),
        RemoteCertificateValidationCallback = _server.Validate,
    };

    public void Dispose()
    {
        _client?.Dispose();
        _server.Dispose();
    }
}
