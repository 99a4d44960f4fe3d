using System.Text;
using CsCheck;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Git.Tests.Signatures;

/// <summary>Commits that we sign, judged by <c>git verify-commit</c> with <c>gpg</c> and <c>ssh-keygen</c>.</summary>
public sealed class CommitSignerTests(CommitSignerTests.Keys keys) : IClassFixture<CommitSignerTests.Keys>, IDisposable
{
    private const string Password = TestSecrets.Canary + "-ssh-password-of-tests";
    private readonly GitWorld _world = new();
    private readonly SshKeys _ssh = new();

    public void Dispose()
    {
        _ssh.Dispose();
        _world.Dispose();
    }

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    public async Task Publish_WithAnOpenPgpKey_IsVerifiedByGit(string algorithm)
    {
        var key = keys.Gpg.Generate(algorithm);

        var repository = await PublishAsync(OpenPgp(keys.Gpg.ExportPrivate(key)));

        repository.Git("-c", $"gpg.program={keys.Gpg.Program}", "verify-commit", "main");
        Assert.Equal(key, repository.Git("-c", $"gpg.program={keys.Gpg.Program}", "log", "-1", "--format=%GF", "main"));
        repository.Check();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_WithASubkey_SignsWithThat(bool hasPrimary)
    {
        var key = keys.Gpg.Generate("ed25519", "cert");
        keys.Gpg.AddSubkey(key, "cv25519", "encr");
        keys.Gpg.AddSubkey(key, "ed25519");

        var repository = await PublishAsync(OpenPgp(hasPrimary ? keys.Gpg.ExportPrivate(key) : keys.Gpg.ExportPrivateSubkeys(key)));

        Assert.Equal(key, repository.Git("-c", $"gpg.program={keys.Gpg.Program}", "log", "-1", "--format=%GP", "main"));
        Assert.NotEqual(key, repository.Git("-c", $"gpg.program={keys.Gpg.Program}", "log", "-1", "--format=%GF", "main"));
    }

    [Theory]
    [InlineData("-t ed25519", "")]
    [InlineData("-t ed25519", Password)]
    [InlineData("-t ed25519 -Z aes256-gcm@openssh.com", Password)]
    [InlineData("-t rsa -b 3072", "")]
    [InlineData("-t rsa -b 3072", Password)]
    [InlineData("-t rsa -b 3072 -m PEM", Password)]
    [InlineData("-t rsa -b 3072 -m PKCS8", "")]
    [InlineData("-t ecdsa -b 256", Password)]
    [InlineData("-t ecdsa -b 521", "")]
    public async Task Publish_WithAnSshKey_IsVerifiedByGit(string kind, string password)
    {
        var key = _ssh.Generate(kind, password);

        var signer = Ssh(key, password.Length == 0 ? null : password);
        var repository = await PublishAsync(signer);

        repository.Git("-c", "gpg.format=ssh", "-c", $"gpg.ssh.allowedSignersFile={_ssh.Allow(key)}", "verify-commit", "main");
        Assert.Throws<InvalidOperationException>(() => repository.Git("-c", "gpg.format=ssh", "-c", $"gpg.ssh.allowedSignersFile={_ssh.Allow(_ssh.Generate("-t ed25519"))}", "verify-commit", "main"));
        Assert.Equal(signer.Name, "SSH key " + repository.Git("-c", "gpg.format=ssh", "-c", $"gpg.ssh.allowedSignersFile={_ssh.Allow(key)}", "log", "-1", "--format=%GF", "main"));
        repository.Check();
    }

    [Fact]
    public async Task Publish_ByTheSameKeyAtTheSameTime_GivesTheSameCommit()
    {
        var signers = new[] { OpenPgp(keys.Gpg.ExportPrivate(keys.Signer)), Ssh(_ssh.Generate("-t ed25519"), null) };
        var now = TimeProvider.System.GetUtcNow();

        foreach (var signer in signers)
        {
            Assert.Equal((await PublishAsync(signer, now)).Tip("main"), (await PublishAsync(signer, now)).Tip("main"));
        }
    }

    [Fact]
    public async Task Publish_OfAnyMessage_IsVerifiedByOurs()
    {
        var signers = new[] { OpenPgp(keys.Gpg.ExportPrivate(keys.Signer)), Ssh(_ssh.Generate("-t ed25519"), null) };
        var trusted = Trust(signers);
        var commits = Gen.Select(Gen.String[Gen.Char["ab \n\tä漢-gpsi"], 0, 60], Gen.Bool).Array[12].Single();

        foreach (var (message, isSsh) in commits)
        {
            var repository = await PublishAsync(signers[isSsh ? 1 : 0], message: "-----BEGIN PGP SIGNATURE-----\n" + message);
            using var snapshot = await _world.FetchAsync(repository.Path);

            Assert.IsType<SignatureCheck.Good>(snapshot.Verify(SignedObjects.Commit, trusted, TimeProvider.System.GetUtcNow()));
            repository.Check();
        }
    }

    [Fact]
    public void Read_OfAnOpenPgpKey_SaysWhatIsWrong()
    {
        var key = keys.Gpg.ExportPrivate(keys.Signer);

        Assert.Equal("does not open with that passphrase", Problem(key, TestSecrets.Canary + "-wrong"));
        Assert.Equal("needs a passphrase", Problem(key, null));
        Assert.StartsWith("is no OpenPGP private key", Problem(keys.Gpg.ExportPublic(keys.Signer), null), StringComparison.Ordinal);
        Assert.StartsWith("is no OpenPGP private key", Problem("hello"u8.ToArray(), null), StringComparison.Ordinal);
        Assert.StartsWith("is no OpenPGP private key", Problem([], null), StringComparison.Ordinal);
        Assert.StartsWith("is no OpenPGP private key", Problem(key[..(key.Length / 2)], GnuPg.Passphrase), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfARevokedKeyOrOneThatOnlyCertifies_SaysSo()
    {
        var revoked = keys.Gpg.Generate("ed25519");
        keys.Gpg.Revoke(revoked);

        Assert.Equal($"cannot sign: OpenPGP key {revoked} is revoked", Problem(keys.Gpg.ExportPrivate(revoked), GnuPg.Passphrase));
        var certifier = keys.Gpg.Generate("ed25519", "cert");
        Assert.Equal($"cannot sign: OpenPGP key {certifier} is not for signing", Problem(keys.Gpg.ExportPrivate(certifier), GnuPg.Passphrase));
    }

    [Fact]
    public void Problem_OfAKeyThatHasExpired_SaysSince()
    {
        var key = keys.Gpg.Generate("ed25519", "sign", "1y", keys.Gpg.ProgramAt("20240102T030405"));

        var signer = OpenPgp(keys.Gpg.ExportPrivate(key));

        Assert.Null(signer.Problem(new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.StartsWith($"cannot sign: OpenPGP key {key} expired at 2025-01-0", signer.Problem(TimeProvider.System.GetUtcNow()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestSecrets.Canary + "-wrong", "is no SSH private key, or does not open with that password")]
    [InlineData(null, "needs a password")]
    public void Read_OfAnSshKeyWithTheWrongPassword_SaysSo(string? password, string problem)
    {
        Assert.False(CommitSigner.TryReadSsh(File.ReadAllBytes(_ssh.Generate("-t ed25519", Password)), password, out _, out var found));
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    public void Read_OfWhatIsNoSshKey_SaysSo(string content)
    {
        Assert.False(CommitSigner.TryReadSsh(Encoding.ASCII.GetBytes(content), null, out _, out var found));
        Assert.StartsWith("is no SSH private key", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-t ed25519 -a 257", "takes 257 rounds to open, and 256 are the most")]
    [InlineData("-t rsa -b 2048 -m PKCS8", "is no SSH private key of a form that is read")]
    public void Read_OfAnSshKeyThatMayTakeForEver_IsNotOpened(string kind, string problem)
    {
        Assert.False(CommitSigner.TryReadSsh(File.ReadAllBytes(_ssh.Generate(kind, Password)), Password, out _, out var found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    private static string Problem(byte[] key, string? passphrase) => CommitSigner.TryReadOpenPgp(key, passphrase, out _, out var problem) ? "" : problem;

    private static CommitSigner OpenPgp(byte[] key) => CommitSigner.TryReadOpenPgp(key, GnuPg.Passphrase, out var signer, out var problem) ? signer : throw new ArgumentException(problem);

    private static CommitSigner Ssh(string file, string? password) => CommitSigner.TryReadSsh(File.ReadAllBytes(file), password, out var signer, out var problem) ? signer : throw new ArgumentException(problem);

    private TrustedSigners Trust(CommitSigner[] signers)
    {
        Assert.Equal(2, signers.Length);
        return SigningRepository.Read(
            [new SignerFile("a.asc", keys.Gpg.ExportPublic(keys.Signer))],
            [.. Directory.EnumerateFiles(Path.GetDirectoryName(_ssh.Generate("-t ed25519"))!, "*.pub").Select(static file => new SignerFile(file, File.ReadAllBytes(file)))]);
    }

    private async Task<TestRepository> PublishAsync(CommitSigner signer, DateTimeOffset? when = null, string message = "Import sv_customers — ünicode\n\nFrom a source.\n")
    {
        var repository = TestRepository.CreateBare(_world[$"{Guid.NewGuid():N}.git"]);
        repository.Commit("main", new TestFile("config.json", "a"));
        using var snapshot = await _world.FetchAsync(repository.Path);
        var content = GitWorld.Content("config.json", "b") with { Message = message, Signer = signer, When = when ?? TimeProvider.System.GetUtcNow() };

        Assert.IsType<PublishResult.Pushed>(await snapshot.PublishAsync(content, GitWorld.Deadline, static () => { }, GitWorld.Cancellation));
        Assert.Equal("b", repository.ReadFile("main", "config.json"));
        return repository;
    }

    /// <summary>Made once: they take a moment.</summary>
    public sealed class Keys : IDisposable
    {
        public Keys() => Signer = Gpg.Generate("ed25519");

        public GnuPg Gpg { get; } = new();

        public string Signer { get; }

        public void Dispose() => Gpg.Dispose();
    }
}
