using System.Diagnostics.CodeAnalysis;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace FastDataOperator.Git.Signatures;

/// <summary>Signs as <c>gpg --detach-sign --armor</c> does, with the key that gpg would choose: a subkey before the primary key, the newest of those that may sign at
/// the time.</summary>
internal sealed class OpenPgpSigner : CommitSigner
{
    private const string NoKey = "is no OpenPGP private key (gpg --export-secret-keys --armor makes one)";

    /// <summary>In the order in which they are taken.</summary>
    private readonly IReadOnlyList<(OpenPgpKey Key, PgpPrivateKey Private)> _keys;

    private OpenPgpSigner(IReadOnlyList<(OpenPgpKey Key, PgpPrivateKey Private)> keys) => _keys = keys;

    public override string Name => _keys[0].Key.Name;

    public static bool TryRead(
        ReadOnlyMemory<byte> key, string? passphrase, [NotNullWhen(true)] out CommitSigner? signer, [NotNullWhen(false)] out string? problem)
    {
        signer = null;
        List<(OpenPgpKey Key, PgpSecretKey Secret)>? chosen;
#pragma warning disable CA1031 // the library throws whatever a broken key makes it throw
        try
        {
            if (!TryChoose(key, out chosen, out problem))
            {
                return false;
            }
        }
        catch (Exception)
        {
            problem = NoKey;
            return false;
        }

        try
        {
            var opener = (passphrase ?? "").ToCharArray();
            signer = new OpenPgpSigner([.. chosen.Select(each => (each.Key, each.Secret.ExtractPrivateKeyUtf8(opener)))]);
            return true;
        }
        catch (Exception)
        {
            problem = passphrase is null ? "needs a passphrase" : "does not open with that passphrase";
        }
#pragma warning restore CA1031

        return false;
    }

    public override string? Problem(DateTimeOffset when)
    {
        var key = At(when).Key;
        return key.ProblemAt(when) is { } problem ? $"cannot sign: {key.Name} {problem}" : null;
    }

    internal override string Sign(byte[] payload, DateTimeOffset when)
    {
        var (key, privateKey) = At(when);
        var generator = new PgpSignatureGenerator(key.Public.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.BinaryDocument, privateKey);
        var hashed = new PgpSignatureSubpacketGenerator();
        hashed.SetIssuerFingerprint(false, key.Public);
        hashed.SetSignatureCreationTime(false, when.UtcDateTime);
        generator.SetHashedSubpackets(hashed.Generate());
        var unhashed = new PgpSignatureSubpacketGenerator();
        unhashed.SetIssuerKeyID(false, key.Public.KeyId);
        generator.SetUnhashedSubpackets(unhashed.Generate());
        generator.Update(payload);

        using var text = new MemoryStream();

        // Says nothing of who made it, as gpg does not.
        using (var armor = ArmoredOutputStream.Build().SetVersion(null).Build(text))
        {
            generator.Generate().Encode(armor);
        }

        return Encoding.ASCII.GetString(text.ToArray()).ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private (OpenPgpKey Key, PgpPrivateKey Private) At(DateTimeOffset when)
    {
        var able = _keys.Where(each => each.Key.ProblemAt(when) is null).Take(1).ToList();
        return able is [var first] ? first : _keys[0];
    }

    private static bool TryChoose(
        ReadOnlyMemory<byte> key, [NotNullWhen(true)] out List<(OpenPgpKey Key, PgpSecretKey Secret)>? chosen, [NotNullWhen(false)] out string? problem)
    {
        chosen = null;
        problem = null;
        using var input = new MemoryStream(key.ToArray());
        var rings = new PgpSecretKeyRingBundle(PgpUtilities.GetDecoderStream(input)).GetKeyRings().ToList();
        if (rings is not [var ring])
        {
            problem = rings.Count == 0 ? NoKey : "holds several keys: keep one of them";
            return false;
        }

        var secrets = ring.GetSecretKeys().Where(static each => !each.IsPrivateKeyEmpty).ToDictionary(static each => each.KeyId);
        if (secrets.Values.Any(static each => each.S2k is { Type: S2k.Argon2 }))
        {
            // A key says itself how much memory opening it takes.
            problem = "is protected with Argon2, which is not read (gpg --export-secret-keys protects it otherwise)";
            return false;
        }

        var keys = OpenPgpCertificate.Read([.. ring.GetSecretKeys().Select(static each => each.PublicKey)]).Where(each => secrets.ContainsKey(each.Public.KeyId)).ToList();
        chosen = [.. keys.Where(static each => each.Fault is null)
            .OrderBy(static each => each.Public.IsMasterKey)
            .ThenByDescending(static each => each.Begins)
            .Select(each => (each, secrets[each.Public.KeyId]))];
        problem = chosen.Count > 0 ? null : keys is [var only, ..] ? $"cannot sign: {only.Name} {only.Fault}" : "holds no private key that may sign";
        return chosen.Count > 0;
    }
}
