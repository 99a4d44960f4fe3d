using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Testing;

/// <summary>TLS in front of a server that has none. It asks every client for a certificate and takes any, or none.</summary>
public sealed class SecureRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly SslStreamCertificateContext _context;
    private readonly int _serverPort;
    private readonly ConcurrentQueue<string?> _shown = new();
    private int _connections;

    public SecureRelay(IssuedCertificate certificate, int serverPort)
    {
        _certificate = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.KeyPem);

        // Offline: else it would itself go where the certificate says that more is to be had.
        _context = SslStreamCertificateContext.Create(_certificate, null, offline: true);
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{Port}");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The subject of the certificate that each client showed, null where it showed none; one for each handshake that was completed.</summary>
    public IReadOnlyCollection<string?> Shown => _shown;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = RelayAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay stopped.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await using var secure = new SslStream(client.GetStream());
#pragma warning disable CA5359 // it only tells who came
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = _context, ClientCertificateRequired = true, RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                    },
                    _stop.Token);
#pragma warning restore CA5359
                _shown.Enqueue(secure.RemoteCertificate?.Subject);
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                await Task.WhenAny(secure.CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(secure, _stop.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                // One side went, did not like the other, or the relay stopped.
            }
        }
    }
}
