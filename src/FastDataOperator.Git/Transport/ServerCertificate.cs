using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FastDataOperator.Git.Transport;

/// <summary>Judges servers' certificates: by the machine's authorities, and then by those of one import. The host's name must be right in both cases.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly LoadedCertificates _authorities = new();

    /// <param name="authorities">PEM, as <see cref="RemoteTrust"/> checked it; null for none.</param>
    public ServerCertificate(string? authorities)
    {
        if (authorities is not null)
        {
            _authorities.TryAdd(authorities);
        }
    }

    /// <summary>By the machine's authorities. A certificate may name addresses where more about it is found: nobody goes there, because a server could
    /// lead this process anywhere with them.</summary>
    public static X509ChainPolicy MachinePolicy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new(ServerAuthentication) },
    };

    /// <exception cref="AuthenticationException">It is not believed; the message says why.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw new AuthenticationException("the server showed no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new AuthenticationException("its certificate is for another host");
        }

        var problem = Problem(chain!.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status));
        if (_authorities.Items.Count > 0)
        {
            problem = ProblemByOwnAuthorities(shown, chain.ChainPolicy.ExtraStore);
        }

        return problem is null ? true : throw new AuthenticationException(problem);
    }

    public void Dispose() => _authorities.Dispose();

    private string? ProblemByOwnAuthorities(X509Certificate2 shown, X509Certificate2Collection sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = MachinePolicy();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities.Items);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        try
        {
            if (chain.Build(shown))
            {
                return null;
            }

            // An authority below a root, or the server's own certificate, is believed as it is where it was given.
            var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
            return flags == X509ChainStatusFlags.PartialChain && _authorities.Items.Any(given => given.RawData.AsSpan().SequenceEqual(chain.ChainElements[^1].Certificate.RawData))
                ? null
                : Problem(flags) ?? "its certificate is not believed";
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>The one that a person should hear of first.</summary>
    private static string? Problem(X509ChainStatusFlags flags) =>
        flags.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "its certificate, or one above it, has expired or is not valid yet"
        : flags.HasFlag(X509ChainStatusFlags.NotSignatureValid) ? "its certificate is not signed by the authority that it names"
        : flags.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? "its certificate is not one for servers"
        : (flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 ? "its certificate's authority is unknown"
        : flags == X509ChainStatusFlags.NoError ? null
        : $"its certificate is not believed ({flags})";
}
