using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace FastDataOperator.Git.Signatures;

/// <summary>Works out which keys of a certificate may sign, from its own signatures, each of which is checked (RFC 4880, sections 5.2.1 and 11.1): what
/// somebody else added to it counts for nothing. A revoked key signs nothing, whatever the reason and the time, as <c>git verify-commit</c> has it.</summary>
internal sealed class OpenPgpCertificate
{
    private const int FlagSign = 0x02;

    private const string Revoked = "is revoked";
    private const string Unsaid = "has no signature of its own that says what it is for";

    private readonly PgpPublicKey _primary;

    private OpenPgpCertificate(PgpPublicKey primary) => _primary = primary;

    /// <param name="keys">The primary key first.</param>
    public static IReadOnlyList<OpenPgpKey> Read(IReadOnlyList<PgpPublicKey> keys)
    {
        if (AlgorithmFault(keys[0]) is { } fault)
        {
            // Nothing that it says of itself or of others is checked.
            return [.. keys.Select(key => new OpenPgpKey { Public = key, Fault = fault, Begins = Time(key.CreationTime), Ends = null })];
        }

        var certificate = new OpenPgpCertificate(keys[0]);
        var primary = certificate.ReadPrimary();
        return [primary, .. keys.Skip(1).Select(key => certificate.ReadSubkey(key, primary))];
    }

    /// <summary>Whether the hash holds against somebody who chooses what is signed.</summary>
    public static bool IsStrong(HashAlgorithmTag hash) =>
        hash is HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512 or HashAlgorithmTag.Sha224 or HashAlgorithmTag.Sha3_256 or HashAlgorithmTag.Sha3_512;

    private OpenPgpKey ReadPrimary()
    {
        var newest = SelfSignatures().MaxBy(static signature => signature.CreationTime);
        var fault = Valid(_primary, PgpSignature.KeyRevocation, static (signature, key, _) => signature.VerifyCertification(key)).Any() ? Revoked
            : newest is null ? Unsaid
            : MaySign(newest) ? null : "is not for signing";
        return new OpenPgpKey { Public = _primary, Fault = fault, Begins = Time(_primary.CreationTime), Ends = End(_primary, newest) };
    }

    private OpenPgpKey ReadSubkey(PgpPublicKey key, OpenPgpKey primary)
    {
        var newest = Valid(key, PgpSignature.SubkeyBinding, IsOfSubkey).MaxBy(static signature => signature.CreationTime);
        var fault = AlgorithmFault(key)
            ?? (primary.Fault is Revoked or Unsaid ? "belongs to a primary key that " + primary.Fault
                : Valid(key, PgpSignature.SubkeyRevocation, IsOfSubkey).Any() ? Revoked
                : newest is null ? "is not bound to its primary key"
                : !MaySign(newest, whereUnsaid: false) ? "is not for signing"
                : HasBackSignature(newest, key) ? null : "did not itself sign that it belongs to its primary key");
        var end = End(key, newest);
        return new OpenPgpKey { Public = key, Fault = fault, Begins = Time(key.CreationTime), Ends = end is null || primary.Ends < end ? primary.Ends ?? end : end };
    }

    /// <summary>What the primary key says of itself with one of its names that it has not taken back. What it says without a name (type 0x1F) the library cannot
    /// check, and it does not count.</summary>
    private IEnumerable<PgpSignature> SelfSignatures()
    {
        foreach (var name in _primary.GetUserIds())
        {
            var all = (_primary.GetSignaturesForId(name) ?? []).Where(signature => IsValid(signature, () => signature.VerifyCertification(name, _primary))).ToList();
            var revoked = all.Where(static signature => signature.SignatureType == PgpSignature.CertificationRevocation).Max(static signature => (DateTime?)signature.CreationTime);
            foreach (var signature in all.Where(signature => signature.IsCertification() && !(revoked >= signature.CreationTime)))
            {
                yield return signature;
            }
        }
    }

    private IEnumerable<PgpSignature> Valid(PgpPublicKey key, int type, Func<PgpSignature, PgpPublicKey, PgpPublicKey, bool> verify) =>
        key.GetSignaturesOfType(type).Where(signature => IsValid(signature, () => verify(signature, _primary, key)));

    private static bool IsOfSubkey(PgpSignature signature, PgpPublicKey primary, PgpPublicKey subkey) => signature.VerifyCertification(primary, subkey);

    private bool IsValid(PgpSignature signature, Func<bool> verify) => signature.KeyId == _primary.KeyId && IsValid(signature, _primary, verify);

    /// <summary>SHA-1 is enough here, as for gpg: the signed text is the key's own, and old keys have nothing else.</summary>
    private static bool IsValid(PgpSignature signature, PgpPublicKey by, Func<bool> verify)
    {
#pragma warning disable CA1031 // the library throws whatever a broken signature makes it throw
        try
        {
            if (signature.KeyAlgorithm != by.Algorithm || !(IsStrong(signature.HashAlgorithm) || signature.HashAlgorithm is HashAlgorithmTag.Sha1))
            {
                return false;
            }

            signature.InitVerify(by);
            return verify();
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    private bool HasBackSignature(PgpSignature binding, PgpPublicKey subkey)
    {
        foreach (var packets in new[] { binding.GetHashedSubPackets(), binding.GetUnhashedSubPackets() })
        {
            var embedded = packets?.GetEmbeddedSignatures();
            for (var at = 0; at < (embedded?.Count ?? 0); at++)
            {
                var signature = embedded![at];
                if (signature.SignatureType == PgpSignature.PrimaryKeyBinding && IsValid(signature, subkey, () => signature.VerifyCertification(_primary, subkey)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MaySign(PgpSignature signature, bool whereUnsaid = true) =>
        signature.GetHashedSubPackets() is { } packets && packets.HasSubpacket(SignatureSubpacketTag.KeyFlags) ? (packets.GetKeyFlags() & FlagSign) != 0 : whereUnsaid;

    private static DateTimeOffset? End(PgpPublicKey key, PgpSignature? newest) =>
        newest?.GetHashedSubPackets()?.GetKeyExpirationTime() is > 0 and var seconds ? Time(key.CreationTime).AddSeconds(seconds) : null;

    private static DateTimeOffset Time(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static string? AlgorithmFault(PgpPublicKey key) => key.Version != 4 ? $"is of version {key.Version}; version 4 is supported" : key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign => RsaBits.Problem(key.BitStrength),
        PublicKeyAlgorithmTag.ECDsa or PublicKeyAlgorithmTag.EdDsa_Legacy or PublicKeyAlgorithmTag.Ed25519 or PublicKeyAlgorithmTag.Ed448 => null,
        _ => "is of a kind that signs nothing here: RSA, ECDSA and EdDSA are supported",
    };
}
