using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Git.Transport;

/// <summary>What a client shows of itself: its certificate and those between it and its authority.</summary>
internal sealed class ClientCertificate : IDisposable
{
    private readonly LoadedCertificates _chain = new();
    private readonly X509Certificate2 _leaf;

    /// <param name="certificate">PEM, as <see cref="RemoteTrust"/> checked it.</param>
    public ClientCertificate(string certificate, string key)
    {
        _chain.TryAdd(certificate);
        _leaf = RemoteTrust.LoadPair(certificate, key);

        // Offline: a certificate may name addresses, and nobody goes there.
        Context = SslStreamCertificateContext.Create(_leaf, [.. _chain.Items.Skip(1)], offline: true);
    }

    public SslStreamCertificateContext Context { get; }

    public void Dispose()
    {
        _leaf.Dispose();
        _chain.Dispose();
    }
}
