using System.Text;
using FastDataOperator.Git.Signatures;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace FastDataOperator.Git.Tests.Signatures;

/// <summary>Certificates and signatures that no <c>gpg</c> makes, and whoever wants to be believed might.</summary>
public sealed class OpenPgpCertificateTests
{
    private const string Name = "Ada <ada@example.com>";
    private const int Certifies = 0x01;
    private const int Signs = 0x02;
    private static readonly DateTime s_begin = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset s_now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly PgpKeyPair _primary = Generate();
    private readonly PgpKeyPair _subkey = Generate();
    private readonly PgpKeyPair _stranger = Generate();

    [Fact]
    public void Read_OfASubkeyThatSaysSoItself_MaySign() => Assert.Null(Subkey(Binding(_subkey, _subkey)).Fault);

    [Fact]
    public void Read_OfASubkeyThatDidNotSignThatItBelongsThere_IsFaulty()
    {
        // Else whoever owns a trusted primary key can take somebody else's signatures for its own.
        Assert.EndsWith("did not itself sign that it belongs to its primary key", Subkey(Binding(null, null)).Fault, StringComparison.Ordinal);
        Assert.EndsWith("did not itself sign that it belongs to its primary key", Subkey(Binding(_stranger, _subkey)).Fault, StringComparison.Ordinal);
        Assert.EndsWith("did not itself sign that it belongs to its primary key", Subkey(Binding(_subkey, _stranger)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfASubkeyWithoutASayingWhatFor_IsNotForSigning() =>
        Assert.Equal("is not for signing", Subkey(Binding(_subkey, _subkey, flags: null)).Fault);

    [Fact]
    public void Read_OfASubkeyWhosePrimaryKeyWasRevoked_SaysSo()
    {
        var revocation = Make(_primary, PgpSignature.KeyRevocation, with => with.GenerateCertification(_primary.PublicKey));
        var keys = OpenPgpCertificate.Read([With(_primary, Direct(), revocation), With(_subkey, Binding(_subkey, _subkey))]);

        Assert.Equal(["is revoked", "belongs to a primary key that is revoked"], keys.Select(static key => key.Fault));
    }

    [Fact]
    public void Read_OfAKeyThatTookItsOnlyNameBack_SaysThatNothingIsSaid()
    {
        var revocation = Make(_primary, PgpSignature.CertificationRevocation, with => with.GenerateCertification(Name, _primary.PublicKey), made: s_begin + s_day);
        var key = PgpPublicKey.AddCertification(With(_primary, Direct()), Name, revocation);

        Assert.Equal("has no signature of its own that says what it is for", OpenPgpCertificate.Read([key])[0].Fault);
    }

    [Fact]
    public void Read_OfAKeyThatSpeaksForItselfWithoutAName_DoesNotCountIt_KnownLimit()
    {
        var direct = Make(_primary, PgpSignature.DirectKey, with => with.GenerateCertification(_primary.PublicKey), static packets => packets.SetKeyFlags(false, Signs));

        Assert.Equal("has no signature of its own that says what it is for", OpenPgpCertificate.Read([With(_primary, direct)])[0].Fault);
    }

    [Fact]
    public void Read_OfAKeyThatSpeaksForItselfWithoutAName_EndsWhenItSaysSoThere()
    {
        var direct = Make(_primary, PgpSignature.DirectKey, with => with.GenerateCertification(_primary.PublicKey), static packets => packets.SetKeyExpirationTime(false, (long)s_day.TotalSeconds));

        Assert.Equal(s_begin + s_day, OpenPgpCertificate.Read([With(_primary, Direct(), direct)])[0].Ends?.UtcDateTime);
    }

    [Theory]
    [InlineData(HashAlgorithmTag.Sha1)]
    [InlineData(HashAlgorithmTag.RipeMD160)]
    [InlineData(HashAlgorithmTag.MD5)]
    public void Read_OfARevocationWithAWeakHash_IsARevocation(HashAlgorithmTag hash)
    {
        var revocation = Make(_primary, PgpSignature.KeyRevocation, with => with.GenerateCertification(_primary.PublicKey), hash: hash);

        Assert.Equal("is revoked", OpenPgpCertificate.Read([With(_primary, Direct(), revocation)])[0].Fault);
    }

    [Fact]
    public void Read_OfWhatIsSaidWithAWeakHash_IsNotSaid()
    {
        var said = Make(_primary, PgpSignature.PositiveCertification, with => with.GenerateCertification(Name, _primary.PublicKey), static packets => packets.SetKeyFlags(false, Signs), hash: HashAlgorithmTag.MD5);

        Assert.Equal("has no signature of its own that says what it is for", OpenPgpCertificate.Read([With(_primary, said)])[0].Fault);
    }

    [Fact]
    public void Read_OfASignatureOfItsOwnThatExpires_EndsWithIt()
    {
        var said = Make(_primary, PgpSignature.PositiveCertification, with => with.GenerateCertification(Name, _primary.PublicKey), static packets =>
        {
            packets.SetKeyFlags(false, Signs);
            packets.SetSignatureExpirationTime(false, (long)s_day.TotalSeconds);
        });
        var binding = Binding(_subkey, _subkey, change: static packets => packets.SetSignatureExpirationTime(false, (long)s_day.TotalSeconds));
        var back = Binding(null, null, change: packets => packets.AddEmbeddedSignature(false, Make(
            _subkey, PgpSignature.PrimaryKeyBinding, with => with.GenerateCertification(_primary.PublicKey, _subkey.PublicKey),
            static inner => inner.SetSignatureExpirationTime(false, (long)s_day.TotalSeconds))));

        Assert.Equal(s_begin + s_day, OpenPgpCertificate.Read([With(_primary, said)])[0].Ends?.UtcDateTime);
        Assert.Equal(s_begin + s_day, Subkey(binding).Ends?.UtcDateTime);
        Assert.EndsWith("did not itself sign that it belongs to its primary key", Subkey(back).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfASignatureOfItsOwnThatDemandsWhatIsUnknown_IsNotSaid()
    {
        var said = Make(_primary, PgpSignature.PositiveCertification, with => with.GenerateCertification(Name, _primary.PublicKey), static packets =>
        {
            packets.SetKeyFlags(false, Signs);
            packets.AddNotationData(true, true, "only@example.com", "on Sundays");
        });

        Assert.Equal("has no signature of its own that says what it is for", OpenPgpCertificate.Read([With(_primary, said)])[0].Fault);
    }

    [Fact]
    public void Read_OfASubkeyWhosePrimaryKeyEnds_EndsWithIt()
    {
        var keys = OpenPgpCertificate.Read([With(_primary, Direct(s_day)), With(_subkey, Binding(_subkey, _subkey))]);

        Assert.Equal([s_begin + s_day, s_begin + s_day], keys.Select(static key => key.Ends?.UtcDateTime));
        Assert.StartsWith("expired at 2025-01-02", keys[1].ProblemAt(s_now), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfARevocationThatAStrangerMade_IsNoMatter()
    {
        var revocation = Make(_stranger, PgpSignature.KeyRevocation, with => with.GenerateCertification(_primary.PublicKey));

        Assert.Null(OpenPgpCertificate.Read([With(_primary, Direct(), revocation)])[0].Fault);
    }

    [Fact]
    public void Read_OfWhatAStrangerSaysThatItIsFor_IsNoMatter()
    {
        var says = Make(_stranger, PgpSignature.PositiveCertification, with => with.GenerateCertification(Name, _primary.PublicKey), static packets => packets.SetKeyFlags(false, Signs));

        Assert.Equal("has no signature of its own that says what it is for", OpenPgpCertificate.Read([With(_primary, says)])[0].Fault);
    }

    [Fact]
    public void Verify_OfAPlainSignature_IsGood() => Assert.Null(Problem(static _ => { }));

    [Fact]
    public void Verify_OfASignatureThatHasExpired_Refuses() =>
        Assert.Equal("has a signature that has expired", Problem(static packets => packets.SetSignatureExpirationTime(false, 60)));

    [Fact]
    public void Verify_OfASignatureFromTheFuture_Refuses() =>
        Assert.Equal("has a signature from the future", Problem(static _ => { }, (s_now + s_day).UtcDateTime));

    [Fact]
    public void Verify_OfASignatureThatDemandsWhatIsUnknown_Refuses()
    {
        Assert.Null(Problem(static packets => packets.AddNotationData(false, true, "a@example.com", "b")));
        Assert.Equal("has a signature that demands what is not known here", Problem(static packets => packets.AddNotationData(true, true, "a@example.com", "b")));
    }

    [Fact]
    public void Verify_OfASignatureOlderThanItsKey_Refuses() =>
        Assert.EndsWith("is valid from 2025-01-01T00:00:00Z only", Problem(static _ => { }, s_begin - s_day), StringComparison.Ordinal);

    [Fact]
    public void Verify_OfASignatureMadeWhileTheKeyWasValid_RefusesOnceTheKeyHasExpired() =>
        Assert.Contains(" expired at 2025-01-02", Problem(static _ => { }, s_begin, s_day), StringComparison.Ordinal);

    private OpenPgpKey Subkey(params PgpSignature[] signatures) => OpenPgpCertificate.Read([With(_primary, Direct()), With(_subkey, signatures)])[1];

    private PgpSignature Direct(TimeSpan? life = null) => Make(_primary, PgpSignature.PositiveCertification, with => with.GenerateCertification(Name, _primary.PublicKey), packets =>
    {
        packets.SetKeyFlags(false, Certifies | Signs);
        packets.SetKeyExpirationTime(false, (long)(life?.TotalSeconds ?? 0));
    });

    /// <summary>What the primary key says of the subkey.</summary>
    /// <param name="by">Who says inside that the subkey belongs there; null for nobody.</param>
    /// <param name="of">Of which key that is said.</param>
    private PgpSignature Binding(PgpKeyPair? by, PgpKeyPair? of, int? flags = Signs, Action<PgpSignatureSubpacketGenerator>? change = null) =>
        Make(_primary, PgpSignature.SubkeyBinding, with => with.GenerateCertification(_primary.PublicKey, _subkey.PublicKey), packets =>
        {
            change?.Invoke(packets);
            if (flags is { } each)
            {
                packets.SetKeyFlags(false, each);
            }

            if (by is not null)
            {
                packets.AddEmbeddedSignature(false, Make(by, PgpSignature.PrimaryKeyBinding, with => with.GenerateCertification(_primary.PublicKey, of!.PublicKey)));
            }
        });

    /// <summary>Of a signature by the primary key alone.</summary>
    private string? Problem(Action<PgpSignatureSubpacketGenerator> change, DateTime? made = null, TimeSpan? life = null)
    {
        var payload = Encoding.ASCII.GetBytes("what is signed");
        var keys = OpenPgpCertificate.Read([With(_primary, Direct(life))]);
        var signature = Make(
            _primary, PgpSignature.BinaryDocument,
            with =>
            {
                with.Update(payload);
                return with.Generate();
            },
            change, made ?? s_begin + s_day);
        using var text = new MemoryStream();
        using (var armor = ArmoredOutputStream.Build().Build(text))
        {
            signature.Encode(armor);
        }

        var armored = Encoding.ASCII.GetString(text.ToArray()).ReplaceLineEndings("\n").TrimEnd('\n');
        OpenPgpSignature.Verify(new SignedText(payload, armored), keys, s_now, out _, out var problem);
        return problem;
    }

    private static PgpSignature Make(
        PgpKeyPair by, int type, Func<PgpSignatureGenerator, PgpSignature> finish, Action<PgpSignatureSubpacketGenerator>? change = null, DateTime? made = null,
        HashAlgorithmTag hash = HashAlgorithmTag.Sha256)
    {
        var generator = new PgpSignatureGenerator(by.PublicKey.Algorithm, hash);
        generator.InitSign(type, by.PrivateKey);
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetSignatureCreationTime(false, made ?? s_begin);
        packets.SetIssuerKeyID(false, by.KeyId);
        change?.Invoke(packets);
        generator.SetHashedSubpackets(packets.Generate());
        return finish(generator);
    }

    private static PgpPublicKey With(PgpKeyPair pair, params PgpSignature[] signatures) => signatures.Aggregate(
        pair.PublicKey, static (key, signature) => signature.IsCertification() ? PgpPublicKey.AddCertification(key, Name, signature) : PgpPublicKey.AddCertification(key, signature));

    private static PgpKeyPair Generate()
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        return new PgpKeyPair(PublicKeyAlgorithmTag.EdDsa_Legacy, generator.GenerateKeyPair(), s_begin);
    }
}
