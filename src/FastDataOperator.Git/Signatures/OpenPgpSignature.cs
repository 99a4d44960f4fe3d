using System.Diagnostics.CodeAnalysis;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace FastDataOperator.Git.Signatures;

/// <summary>Reads an armored OpenPGP signature and checks it (RFC 4880, section 5.2).</summary>
internal static class OpenPgpSignature
{
    public const string Begin = "-----BEGIN PGP SIGNATURE-----";
    private const string End = "-----END PGP SIGNATURE-----";

    /// <summary>How far the signer's clock may be ahead of this one.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromHours(1);

    /// <summary>What is known here of that which a signature may demand to be known.</summary>
    private static readonly HashSet<SignatureSubpacketTag> s_known =
    [
        SignatureSubpacketTag.CreationTime, SignatureSubpacketTag.ExpireTime, SignatureSubpacketTag.IssuerKeyId,
        SignatureSubpacketTag.IssuerFingerprint, SignatureSubpacketTag.SignerUserId,
    ];

    /// <param name="by">The name of the key that made it.</param>
    /// <param name="problem">Continues the signed object's name in a message.</param>
    public static bool Verify(
        SignedText signed, IReadOnlyList<OpenPgpKey> keys, DateTimeOffset now, [NotNullWhen(true)] out string? by, [NotNullWhen(false)] out string? problem)
    {
        by = null;
#pragma warning disable CA1031 // the library throws whatever a broken signature makes it throw
        try
        {
            if (Read(signed.Signature) is not { } signature)
            {
                problem = "has a signature that is broken";
                return false;
            }

            problem = Fault(signature, now) ?? Judge(signature, signed.Payload, keys, now, out by);
        }
        catch (Exception)
        {
            problem = "has a signature that is broken";
        }
#pragma warning restore CA1031

        by = problem is null ? by : null;
        return by is not null;
    }

    /// <returns>Null where the text is anything but one block of one signature.</returns>
    private static PgpSignature? Read(string armored)
    {
        if (!armored.StartsWith(Begin + "\n", StringComparison.Ordinal) || armored.IndexOf(End, StringComparison.Ordinal) != armored.Length - End.Length)
        {
            return null;
        }

        using var text = new MemoryStream(Encoding.Latin1.GetBytes(armored + "\n"));
        using var packets = new ArmoredInputStream(text);
        var factory = new PgpObjectFactory(packets);
        return factory.NextPgpObject() is PgpSignatureList { Count: 1 } list && factory.NextPgpObject() is null ? list[0] : null;
    }

    /// <summary>What is wrong with the signature whoever made it.</summary>
    private static string? Fault(PgpSignature signature, DateTimeOffset now)
    {
        if (signature is not { Version: 4, SignatureType: PgpSignature.BinaryDocument } || signature.GetHashedSubPackets() is not { } hashed || !hashed.HasSignatureCreationTime())
        {
            return "has a signature of a kind that Git does not make";
        }

        var made = Made(hashed);
        return !OpenPgpCertificate.IsStrong(signature.HashAlgorithm) ? $"has a signature with the hash {signature.HashAlgorithm}, which is too weak to count"
            : hashed.GetCriticalTags().Any(static tag => !s_known.Contains(tag)) ? "has a signature that demands what is not known here"
            : made > now + s_skew ? "has a signature from the future"
            : hashed.GetSignatureExpirationTime() is > 0 and var life && made.AddSeconds(life) <= now ? "has a signature that has expired"
            : null;
    }

    private static string? Judge(PgpSignature signature, byte[] payload, IReadOnlyList<OpenPgpKey> keys, DateTimeOffset now, out string? by)
    {
        by = null;
        var hashed = signature.GetHashedSubPackets();
        var fingerprint = hashed.GetIssuerFingerprint()?.GetFingerprint();
        var id = fingerprint is null ? signature.KeyId.ToString("X16", System.Globalization.CultureInfo.InvariantCulture) : Convert.ToHexString(fingerprint);
        var problem = $"is signed by the OpenPGP key {id}, which is not among those that are trusted";
        foreach (var key in keys.Where(key => fingerprint is null ? key.Public.KeyId == signature.KeyId : key.Public.HasFingerprint(fingerprint)))
        {
            problem = !IsMadeBy(key, signature, payload) ? "has a signature that is not of what it says: it was changed after it was signed"
                : (key.ProblemAt(Made(hashed)) ?? key.ProblemAt(now)) is { } why ? $"is signed by a key that does not count: {key.Name} {why}"
                : null;
            if (problem is null)
            {
                by = key.Name;
                return null;
            }
        }

        return problem;
    }

    private static bool IsMadeBy(OpenPgpKey key, PgpSignature signature, byte[] payload)
    {
        if (signature.KeyAlgorithm != key.Public.Algorithm)
        {
            return false;
        }

        signature.InitVerify(key.Public);
        signature.Update(payload);
        return signature.Verify();
    }

    private static DateTimeOffset Made(PgpSignatureSubpacketVector hashed) => new(DateTime.SpecifyKind(hashed.GetSignatureCreationTime(), DateTimeKind.Utc));
}
