using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Testing;

/// <summary>TLS in front of a server that has none. It asks every client for a certificate and takes any, or none.</summary>
public sealed class SecureRelay : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly X509Certificate2 _certificate;
    private readonly SslStreamCertificateContext _context;
    private readonly int _serverPort;
    private readonly ConcurrentQueue<string?> _shown = new();

    public SecureRelay(IssuedCertificate certificate, int serverPort)
    {
        _certificate = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.KeyPem);

        // Offline: else it would itself go where the certificate says that more is to be had.
        _context = SslStreamCertificateContext.Create(_certificate, null, offline: true);
        _serverPort = serverPort;
        _listener = new LoopbackListener(RelayAsync);
    }

    public int Port => _listener.Port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{Port}");

    public int Connections => _listener.Connections;

    /// <summary>The subject of the certificate that each client showed, null where it showed none; one for each handshake that was completed.</summary>
    public IReadOnlyCollection<string?> Shown => _shown;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task RelayAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        await using var secure = new SslStream(client);
#pragma warning disable CA5359 // it only tells who came
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = _context, ClientCertificateRequired = true, RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            },
            cancellationToken);
#pragma warning restore CA5359
        _shown.Enqueue(secure.RemoteCertificate?.Subject);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _serverPort, cancellationToken);
        await Task.WhenAny(secure.CopyToAsync(server.GetStream(), cancellationToken), server.GetStream().CopyToAsync(secure, cancellationToken));
    }
}
