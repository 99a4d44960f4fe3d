using System.Text;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests.Signatures;

/// <summary>What <c>git</c> and <c>gpg</c> sign.</summary>
public sealed class OpenPgpVerificationTests(OpenPgpVerificationTests.Keys keys) : IClassFixture<OpenPgpVerificationTests.Keys>, IDisposable
{
    private const SignedObjects Both = SignedObjects.Commit | SignedObjects.Tag;
    private readonly SigningRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    public async Task Verify_OfWhatGpgSigned_IsGood(string algorithm)
    {
        var key = keys.Gpg.Generate(algorithm);
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, key));

        var check = await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Other), keys.Gpg.ExportPublic(key)), Both);

        Assert.Equal($"OpenPGP key {key}", Assert.IsType<SignatureCheck.Good>(check).By);
    }

    [Fact]
    public async Task Verify_OfASubkeysSignature_IsGood()
    {
        var key = keys.Gpg.Generate("ed25519", "cert");
        keys.Gpg.AddSubkey(key, "rsa2048");
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, key));

        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key)), Both));
    }

    [Fact]
    public async Task Verify_GivenSeveralKeysInOneFile_FindsTheOne()
    {
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));

        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Other, keys.Signer))));
        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp([.. keys.Gpg.ExportPublic(keys.Other), .. keys.Gpg.ExportPublic(keys.Signer)])));
    }

    [Fact]
    public async Task Verify_OfAKeyThatIsRevokedInOneCopyOnly_Refuses()
    {
        var key = keys.Gpg.Generate("ed25519", "cert");
        keys.Gpg.AddSubkey(key, "ed25519");
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, key));
        var before = keys.Gpg.ExportPublic(key);
        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(before, before)));
        keys.Gpg.RevokeSubkey(key);
        var withoutSubkey = keys.Gpg.ExportPublic(key);
        keys.Gpg.Revoke(key);
        var revoked = keys.Gpg.ExportPublic(key);

        Assert.EndsWith("is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp(before, withoutSubkey)), StringComparison.Ordinal);
        Assert.EndsWith("is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp(withoutSubkey, before)), StringComparison.Ordinal);
        Assert.EndsWith("is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp([.. before, .. revoked])), StringComparison.Ordinal);
        Assert.EndsWith("is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp([.. revoked, .. before])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAKeyThatIsNotTrusted_NamesIt()
    {
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));

        var problem = await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Other)));

        Assert.Equal($"commit {_repository.Repository.Tip("main")} is signed by the OpenPGP key {keys.Signer}, which is not among those that are trusted", problem);
    }

    [Fact]
    public async Task Verify_OfWhatIsNotSigned_SaysSo()
    {
        var trusted = SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer));
        Assert.EndsWith(" is not signed", await _repository.ProblemAsync(trusted), StringComparison.Ordinal);

        _repository.Repository.Git("tag", "-a", "-m", "x", "annotated");
        Assert.Equal("tag annotated is not signed", await _repository.ProblemAsync(trusted, SignedObjects.Tag, "annotated"));
        _repository.Repository.Git("tag", "light");
        Assert.Contains("tag light has no object of its own", await _repository.ProblemAsync(trusted, SignedObjects.Tag, "light"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Signed,", "Forged,")]
    [InlineData("committer Test Committer", "committer Best Committer")]
    [InlineData("\ngpgsig ", "\nencoding x\ngpgsig ")]
    [InlineData("and a body", "and a body\n\n")]
    public async Task Verify_OfAForgedCommit_Refuses(string before, string after)
    {
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));
        _repository.Forge(content => content.Replace(before, after, StringComparison.Ordinal) + "\n");

        Assert.Contains("was changed after it was signed", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAForgeThatChangesNothing_IsGood()
    {
        // So that the tests beside this one fail for the reason that they name.
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));
        _repository.Forge(static content => content + "\n");
        _repository.ForgeTag(static content => content);

        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer)), Both));
    }

    [Fact]
    public async Task Verify_OfASignatureMovedFromAnotherCommit_Refuses()
    {
        var options = SigningRepository.Gpg(keys.Gpg.Program, keys.Signer);
        _repository.Sign(options);
        var moved = SignatureOf(_repository.Content("main"));
        _repository.Repository.Git([.. options, "commit", "-q", "--allow-empty", "-S", "-m", "Another"]);
        _repository.Forge(content => content.Replace(SignatureOf(content), moved, StringComparison.Ordinal) + "\n");

        Assert.Contains("was changed after it was signed", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twice", "has two signatures")]
    [InlineData("before", "has a signature that is broken")]
    [InlineData("after", "has a signature that is broken")]
    [InlineData("within", "has a signature that is broken")]
    [InlineData("empty", "has a signature of a kind that is not supported")]
    public async Task Verify_OfMoreThanOneSignature_Refuses(string what, string problem)
    {
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));
        _repository.Forge(content => SignatureOf(content) is var signature && what switch
        {
            "twice" => content.Replace(signature, signature + "gpgsig x\n", StringComparison.Ordinal),
            "before" => content.Replace(signature, signature.Replace(" -----END", " garbage\n -----END", StringComparison.Ordinal), StringComparison.Ordinal),
            "after" => content.Replace(signature, signature + " more\n", StringComparison.Ordinal),
            "within" => content.Replace(signature, signature + signature["gpgsig".Length..], StringComparison.Ordinal),
            _ => content.Replace(signature, "gpgsig x\n", StringComparison.Ordinal),
        } is { } changed ? changed + "\n" : "");

        Assert.Contains(problem, await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfTagsThatWereForged_Refuses()
    {
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, keys.Signer));
        var trusted = SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer));

        _repository.ForgeTag(static content => content, "v2.0.0");
        Assert.Contains("was made as another tag", await _repository.ProblemAsync(trusted, SignedObjects.Tag, "v2.0.0"), StringComparison.Ordinal);
        _repository.ForgeTag(static content => content.Replace("notes", "nodes", StringComparison.Ordinal));
        Assert.Contains("was changed after it was signed", await _repository.ProblemAsync(trusted, SignedObjects.Tag), StringComparison.Ordinal);
        _repository.Repository.Git([.. SigningRepository.Gpg(keys.Gpg.Program, keys.Signer), "tag", "-f", "-s", "-m", "x", SigningRepository.Tag]);
        _repository.ForgeTag(static content => content + "more\n");
        Assert.Contains("is broken", await _repository.ProblemAsync(trusted, SignedObjects.Tag), StringComparison.Ordinal);
        _repository.Repository.Git([.. SigningRepository.Gpg(keys.Gpg.Program, keys.Signer), "tag", "-s", "-m", "x", "nested", SigningRepository.Tag]);
        Assert.Contains("names another commit", await _repository.ProblemAsync(trusted, SignedObjects.Tag, "nested"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfTagAndCommit_NeedsBoth()
    {
        var trusted = SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer));
        _repository.Repository.Git([.. SigningRepository.Gpg(keys.Gpg.Program, keys.Signer), "tag", "-s", "-m", "x", SigningRepository.Tag]);

        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(trusted, SignedObjects.Tag));
        Assert.EndsWith(" is not signed", await _repository.ProblemAsync(trusted, Both), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAnExpiredKey_Refuses()
    {
        var then = keys.Gpg.ProgramAt("20240102T030405");
        var key = keys.Gpg.Generate("ed25519", "sign", "1y", then);
        _repository.Sign(SigningRepository.Gpg(then, key));

        var problem = await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key)));

        Assert.Contains($"OpenPGP key {key} expired at 2025-01-0", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfARevokedKey_Refuses()
    {
        var key = keys.Gpg.Generate("rsa2048");
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, key));
        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key))));
        keys.Gpg.Revoke(key);

        Assert.EndsWith(" is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfARevokedSubkey_Refuses()
    {
        var key = keys.Gpg.Generate("ed25519", "cert");
        keys.Gpg.AddSubkey(key, "ed25519");
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, key));
        Assert.IsType<SignatureCheck.Good>(await _repository.CheckAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key))));
        keys.Gpg.RevokeSubkey(key);

        Assert.EndsWith(" is revoked", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(key))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAWeakHash_Refuses()
    {
        _repository.Forge(content => Insert(content, keys.Gpg.Sign(keys.Signer, Encoding.UTF8.GetBytes(content + "\n"), "--digest-algo", "SHA1")));

        Assert.Contains("with the hash Sha1, which is too weak", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfATextSignature_Refuses()
    {
        _repository.Forge(content => Insert(content, keys.Gpg.Sign(keys.Signer, Encoding.UTF8.GetBytes(content + "\n"), "--textmode")));

        Assert.Contains("of a kind that Git does not make", await _repository.ProblemAsync(SigningRepository.OpenPgp(keys.Gpg.ExportPublic(keys.Signer))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfASubkeyThatSomebodyElseAdded_Refuses()
    {
        // The stranger's whole key, behind the trusted one as if it were its subkey: without the trusted key's word, it is none.
        var stranger = keys.Gpg.Generate("ed25519", "cert");
        keys.Gpg.AddSubkey(stranger, "ed25519");
        _repository.Sign(SigningRepository.Gpg(keys.Gpg.Program, stranger));

        var trusted = SigningRepository.OpenPgp(Joined(keys.Gpg.ExportPublic(keys.Signer), keys.Gpg.ExportPublic(stranger)));

        Assert.Contains("is not bound to its primary key", await _repository.ProblemAsync(trusted), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "k.asc holds no armored OpenPGP public key")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n", "k.asc is no armored OpenPGP public key")]
    public void Read_OfWhatIsNoKey_SaysSo(string content, string problem)
    {
        Assert.False(TrustedSigners.TryRead([new SignerFile("k.asc", Encoding.ASCII.GetBytes(content))], [], out _, out var found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    private static string SignatureOf(string commit)
    {
        var begin = commit.IndexOf("gpgsig ", StringComparison.Ordinal);
        return commit[begin..(commit.IndexOf("\n\n", begin, StringComparison.Ordinal) + 1)];
    }

    /// <summary>Puts a signature where Git has it.</summary>
    internal static string Insert(string commit, string signature)
    {
        var end = commit.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        return $"{commit[..end]}gpgsig {signature.TrimEnd('\n').Replace("\n", "\n ", StringComparison.Ordinal)}\n{commit[end..]}\n";
    }

    /// <summary>The first key's packets, and of the second the subkeys with their signatures.</summary>
    private static byte[] Joined(byte[] first, byte[] second)
    {
        using var joined = new MemoryStream();
        using (var armor = Org.BouncyCastle.Bcpg.ArmoredOutputStream.Build().Build(joined))
        {
            Ring(first).Encode(armor);
            foreach (var subkey in Ring(second).GetPublicKeys().Where(static key => !key.IsMasterKey))
            {
                subkey.Encode(armor);
            }
        }

        return joined.ToArray();
    }

    private static Org.BouncyCastle.Bcpg.OpenPgp.PgpPublicKeyRing Ring(byte[] armored)
    {
        using var input = new MemoryStream(armored);
        return new Org.BouncyCastle.Bcpg.OpenPgp.PgpPublicKeyRing(Org.BouncyCastle.Bcpg.OpenPgp.PgpUtilities.GetDecoderStream(input));
    }

    /// <summary>Made once: they take a moment.</summary>
    public sealed class Keys : IDisposable
    {
        public Keys() => (Signer, Other) = (Gpg.Generate("ed25519"), Gpg.Generate("ed25519"));

        public GnuPg Gpg { get; } = new();

        public string Signer { get; }

        public string Other { get; }

        public void Dispose() => Gpg.Dispose();
    }
}
