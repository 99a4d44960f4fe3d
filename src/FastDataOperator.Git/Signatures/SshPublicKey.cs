using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace FastDataOperator.Git.Signatures;

/// <summary>An SSH public key that signatures are checked with.</summary>
internal sealed class SshPublicKey
{
    private readonly AsymmetricKeyParameter _key;
    private readonly string _kind;

    private SshPublicKey(ReadOnlyMemory<byte> blob, string kind, AsymmetricKeyParameter key)
    {
        Blob = blob;
        _kind = kind;
        _key = key;
    }

    /// <summary>The key in the SSH wire format.</summary>
    public ReadOnlyMemory<byte> Blob { get; }

    public string Name => NameOf(Blob.Span);

    /// <summary>As <c>ssh-keygen -l</c> shows it.</summary>
    public static string NameOf(ReadOnlySpan<byte> blob) => "SSH key SHA256:" + Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=');

    /// <param name="problem">Continues the key's name in a message.</param>
    public static bool TryRead(ReadOnlyMemory<byte> blob, [NotNullWhen(true)] out SshPublicKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        var rest = blob.Span;
        var kind = SshWire.TryRead(ref rest, out var name) ? Encoding.ASCII.GetString(name[..Math.Min(name.Length, 64)]) : "";
        problem = kind is "ssh-ed25519" or "ssh-rsa" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" ? null
            : kind.Contains("-cert-", StringComparison.Ordinal) ? "is a certificate; write the public keys themselves"
            : kind.StartsWith("sk-", StringComparison.Ordinal) ? "is a key of a security token, which is not supported"
            : "is of a kind that signs nothing here: ed25519, RSA and ECDSA are supported";
        if (problem is not null)
        {
            return false;
        }

#pragma warning disable CA1031 // the library throws whatever a broken key makes it throw
        try
        {
            var parsed = OpenSshPublicKeyUtilities.ParsePublicKey(blob.ToArray());
            if (!blob.Span.SequenceEqual(OpenSshPublicKeyUtilities.EncodePublicKey(parsed)))
            {
                problem = "is broken";
            }
            else
            {
                problem = parsed is RsaKeyParameters rsa ? RsaBits.Problem(rsa.Modulus.BitLength) : null;
                key = problem is null ? new SshPublicKey(blob, kind, parsed) : null;
            }
        }
        catch (Exception)
        {
            problem = "is broken";
        }
#pragma warning restore CA1031

        return key is not null;
    }

    /// <summary>Whether the key made a signature over a text. One with SHA-1 (<c>ssh-rsa</c>) is none.</summary>
    /// <param name="signature">Algorithm and signature, in the wire format.</param>
    public bool Verify(byte[] text, ReadOnlySpan<byte> signature)
    {
        if (!SshWire.TryRead(ref signature, out var algorithm) || !SshWire.TryRead(ref signature, out var value) || !signature.IsEmpty)
        {
            return false;
        }

        var name = Encoding.ASCII.GetString(algorithm[..Math.Min(algorithm.Length, 64)]);
#pragma warning disable CA1031 // the library throws whatever a broken signature makes it throw
        try
        {
            return (_key, name) switch
            {
                (Ed25519PublicKeyParameters, "ssh-ed25519") => Verify(new Ed25519Signer(), text, value),
                (RsaKeyParameters rsa, "rsa-sha2-512") => Verify(SignerUtilities.GetSigner("SHA-512withRSA"), text, Padded(value, rsa)),
                (RsaKeyParameters rsa, "rsa-sha2-256") => Verify(SignerUtilities.GetSigner("SHA-256withRSA"), text, Padded(value, rsa)),
                (ECPublicKeyParameters elliptic, _) when name == _kind => Verify(elliptic, text, value),
                _ => false,
            };
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    private bool Verify(ISigner signer, byte[] text, ReadOnlySpan<byte> signature)
    {
        signer.Init(forSigning: false, _key);
        signer.BlockUpdate(text, 0, text.Length);
        return signer.VerifySignature(signature.ToArray());
    }

    /// <summary>A number whose first bytes are zero may have lost them on its way.</summary>
    private static byte[] Padded(ReadOnlySpan<byte> signature, RsaKeyParameters key)
    {
        var whole = new byte[Math.Max((key.Modulus.BitLength + 7) / 8, signature.Length)];
        signature.CopyTo(whole.AsSpan(whole.Length - signature.Length));
        return whole;
    }

    private bool Verify(ECPublicKeyParameters key, byte[] text, ReadOnlySpan<byte> signature)
    {
        if (!SshWire.TryRead(ref signature, out var r) || !SshWire.TryRead(ref signature, out var s) || !signature.IsEmpty)
        {
            return false;
        }

        var hash = _kind switch
        {
            "ecdsa-sha2-nistp256" => SHA256.HashData(text),
            "ecdsa-sha2-nistp384" => SHA384.HashData(text),
            _ => SHA512.HashData(text),
        };
        var signer = new ECDsaSigner();
        signer.Init(forSigning: false, key);
        return signer.VerifySignature(hash, new BigInteger(r.ToArray()), new BigInteger(s.ToArray()));
    }
}
