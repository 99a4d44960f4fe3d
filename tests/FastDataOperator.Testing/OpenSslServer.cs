using System.Globalization;

namespace FastDataOperator.Testing;

/// <summary><c>openssl s_server</c>, which ends the handshake with an alert where a client shows no certificate of the authority that it believes.</summary>
public sealed class OpenSslServer : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly WatchedProcess _process;

    /// <param name="certificate">The server's own.</param>
    /// <param name="clients">The authority of clients, as PEM.</param>
    /// <param name="version">Of TLS: <c>tls1_2</c> or <c>tls1_3</c>.</param>
    public OpenSslServer(IssuedCertificate certificate, string clients, string version)
    {
        File.WriteAllText(_directory["own.pem"], certificate.CertificatePem + "\n" + certificate.KeyPem);
        File.WriteAllText(_directory["clients.pem"], clients);
        Port = LoopbackPort.Free();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = WatchedProcess.Start(
            "openssl",
            [
                "s_server", "-accept", Port.ToString(CultureInfo.InvariantCulture), "-cert", _directory["own.pem"], "-CAfile", _directory["clients.pem"],
                "-Verify", "2", "-verify_return_error", $"-{version}", "-www",
            ],
            onLine: line =>
            {
                if (line == "ACCEPT")
                {
                    ready.TrySetResult();
                }
            });
        Ready = ready.Task;
    }

    public int Port { get; }

    /// <summary>Completes when it takes connections.</summary>
    public Task Ready { get; }

    /// <summary>The last that it said.</summary>
    public string Tail => _process.Tail;

    public void Dispose()
    {
        _process.Dispose();
        _directory.Dispose();
    }
}
