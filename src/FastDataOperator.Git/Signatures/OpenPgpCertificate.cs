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

    /// <summary>What is known here of that which a key's own signature may demand to be known: where it demands more, it does not count.</summary>
    private static readonly HashSet<SignatureSubpacketTag> s_known =
    [
        SignatureSubpacketTag.CreationTime, SignatureSubpacketTag.ExpireTime, SignatureSubpacketTag.KeyExpireTime, SignatureSubpacketTag.KeyFlags,
        SignatureSubpacketTag.IssuerKeyId, SignatureSubpacketTag.IssuerFingerprint, SignatureSubpacketTag.EmbeddedSignature, SignatureSubpacketTag.PrimaryUserId,
        SignatureSubpacketTag.Features, SignatureSubpacketTag.Exportable, SignatureSubpacketTag.Revocable, SignatureSubpacketTag.RevocationReason,
        SignatureSubpacketTag.PreferredSymmetricAlgorithms, SignatureSubpacketTag.PreferredHashAlgorithms, SignatureSubpacketTag.PreferredCompressionAlgorithms,
        SignatureSubpacketTag.KeyServerPreferences, SignatureSubpacketTag.PreferredKeyServer, SignatureSubpacketTag.PolicyUrl, SignatureSubpacketTag.SignerUserId,
    ];

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
        return new OpenPgpKey { Public = _primary, Fault = fault, Begins = Time(_primary.CreationTime), Ends = Earliest(End(_primary, newest), EndSaidWithoutName()) };
    }

    /// <summary>The library cannot check what the primary key says without a name (type 0x1F). An end that it says there counts all the same: that takes, and gives nothing.</summary>
    private DateTimeOffset? EndSaidWithoutName() => End(_primary, _primary.GetSignaturesOfType(PgpSignature.DirectKey)
        .Where(signature => signature.KeyId == _primary.KeyId).MaxBy(static signature => signature.CreationTime));

    private OpenPgpKey ReadSubkey(PgpPublicKey key, OpenPgpKey primary)
    {
        var newest = Valid(key, PgpSignature.SubkeyBinding, IsOfSubkey).MaxBy(static signature => signature.CreationTime);
        var fault = AlgorithmFault(key)
            ?? (primary.Fault is Revoked or Unsaid ? "belongs to a primary key that " + primary.Fault
                : Valid(key, PgpSignature.SubkeyRevocation, IsOfSubkey).Any() ? Revoked
                : newest is null ? "is not bound to its primary key"
                : !MaySign(newest, whereUnsaid: false) ? "is not for signing"
                : HasBackSignature(newest, key) ? null : "did not itself sign that it belongs to its primary key");
        return new OpenPgpKey { Public = key, Fault = fault, Begins = Time(key.CreationTime), Ends = Earliest(End(key, newest), primary.Ends) };
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

    /// <summary>SHA-1 is enough here, as for gpg: the signed text is the key's own, and old keys have nothing else. For what revokes every hash is.</summary>
    private static bool IsValid(PgpSignature signature, PgpPublicKey by, Func<bool> verify)
    {
#pragma warning disable CA1031 // the library throws whatever a broken signature makes it throw
        try
        {
            if (signature.KeyAlgorithm != by.Algorithm || !(IsRevocation(signature) || MayGrant(signature)))
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

    private static bool IsRevocation(PgpSignature signature) =>
        signature.SignatureType is PgpSignature.KeyRevocation or PgpSignature.SubkeyRevocation or PgpSignature.CertificationRevocation;

    private static bool MayGrant(PgpSignature signature) =>
        (IsStrong(signature.HashAlgorithm) || signature.HashAlgorithm is HashAlgorithmTag.Sha1)
        && !(signature.GetHashedSubPackets()?.GetCriticalTags() ?? []).Any(static tag => !s_known.Contains(tag));

    /// <summary>One that expires some day does not count: no program makes such.</summary>
    private bool HasBackSignature(PgpSignature binding, PgpPublicKey subkey)
    {
        foreach (var packets in new[] { binding.GetHashedSubPackets(), binding.GetUnhashedSubPackets() })
        {
            var embedded = packets?.GetEmbeddedSignatures();
            for (var at = 0; at < (embedded?.Count ?? 0); at++)
            {
                var signature = embedded![at];
                if (signature.SignatureType == PgpSignature.PrimaryKeyBinding && End(subkey, signature) is null && IsValid(signature, subkey, () => signature.VerifyCertification(_primary, subkey)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MaySign(PgpSignature signature, bool whereUnsaid = true) =>
        signature.GetHashedSubPackets() is { } packets && packets.HasSubpacket(SignatureSubpacketTag.KeyFlags) ? (packets.GetKeyFlags() & FlagSign) != 0 : whereUnsaid;

    /// <summary>When a key ends: by what its newest signature says of it, and with that signature itself.</summary>
    private static DateTimeOffset? End(PgpPublicKey key, PgpSignature? newest) => newest?.GetHashedSubPackets() is { } packets
        ? Earliest(After(key.CreationTime, packets.GetKeyExpirationTime()), After(newest.CreationTime, packets.GetSignatureExpirationTime()))
        : null;

    /// <param name="seconds">Nought for never.</param>
    private static DateTimeOffset? After(DateTime begin, long seconds) => seconds > 0 ? Time(begin).AddSeconds(seconds) : null;

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static DateTimeOffset Time(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static string? AlgorithmFault(PgpPublicKey key) => key.Version != 4 ? $"is of version {key.Version}; version 4 is supported" : key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign => RsaBits.Problem(key.BitStrength),
        PublicKeyAlgorithmTag.ECDsa or PublicKeyAlgorithmTag.EdDsa_Legacy or PublicKeyAlgorithmTag.Ed25519 or PublicKeyAlgorithmTag.Ed448 => null,
        _ => "is of a kind that signs nothing here: RSA, ECDSA and EdDSA are supported",
    };
}
