using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Git;

/// <summary>Certificates read from PEM text, and freed together.</summary>
internal sealed class LoadedCertificates : IDisposable
{
    public X509Certificate2Collection Items { get; } = [];

    /// <returns>Whether there was at least one, and none that cannot be read.</returns>
    public bool TryAdd(string pem)
    {
        try
        {
            var before = Items.Count;
            Items.ImportFromPem(pem);
            return Items.Count > before;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var certificate in Items)
        {
            certificate.Dispose();
        }
    }
}
