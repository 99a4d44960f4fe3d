using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace FastDataOperator.Git.Signatures;

/// <summary>Signs as <c>ssh-keygen -Y sign -n git</c> does.</summary>
internal sealed class SshSigner : CommitSigner
{
    private const string Hash = "sha512";

    private readonly Lock _gate = new();
    private readonly HostAlgorithm _key;

    private SshSigner(HostAlgorithm key) => _key = key;

    public override string Name => SshPublicKey.NameOf(_key.Data);

    public static bool TryRead(
        ReadOnlyMemory<byte> key, string? passphrase, [NotNullWhen(true)] out CommitSigner? signer, [NotNullWhen(false)] out string? problem)
    {
        signer = null;
        problem = SshPrivateKeyForm.Problem(key.Span);
        if (problem is not null)
        {
            return false;
        }

#pragma warning disable CA1031 // the library throws whatever a broken key makes it throw
        try
        {
            using var stream = new MemoryStream(key.ToArray());
#pragma warning disable CA2000 // the signer keeps the key for as long as it lives
            var file = new PrivateKeyFile(stream, passphrase);
#pragma warning restore CA2000
            var algorithm = file.HostKeyAlgorithms.FirstOrDefault(static each => each.Name is "rsa-sha2-512" or "ssh-ed25519" || each.Name.StartsWith("ecdsa-sha2-nistp", StringComparison.Ordinal));
            if (algorithm is null)
            {
                problem = "is of a kind that signs nothing here: ed25519, RSA and ECDSA are supported";
            }
            else if (!SshPublicKey.TryRead(algorithm.Data, out _, out problem))
            {
                return false;
            }

            signer = algorithm is null ? null : new SshSigner(algorithm);
            return signer is not null;
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            problem = "needs a password";
        }
        catch (Exception)
        {
            problem = passphrase is null ? "is no SSH private key" : "is no SSH private key, or does not open with that password";
        }
#pragma warning restore CA1031

        return false;
    }

    public override string? Problem(DateTimeOffset when) => null;

    internal override string Sign(byte[] payload, DateTimeOffset when)
    {
        lock (_gate)
        {
            var signature = _key.Sign(SshSignature.Signed(Hash, SHA512.HashData(payload)));
            return SshSignature.Armor(_key.Data, Hash, signature);
        }
    }
}
