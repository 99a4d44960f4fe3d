using System.Text;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;
using FastDataOperator.Testing;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Tests.Secrets;

/// <summary>Secrets with keys to sign with, and with those whose signatures count.</summary>
public sealed class SecretSigningTests : IDisposable
{
    private const string Password = TestSecrets.Canary + "-s3cret-password";
    private readonly SshKeys _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void SigningKey_GivenAnEncryptedSshKey_ThenIsOpened()
    {
        var key = File.ReadAllText(_keys.Generate("-t ed25519", Password));

        Assert.StartsWith("SSH key SHA256:", SecretSigningKeys.From(Secret(("identity", key), ("password", Password + "\n"))).Name, StringComparison.Ordinal);
        Assert.Equal("Secret team-a/bot: identity needs a password", Refused(Reason.SigningKeyUnusable, ("identity", key)));
        Assert.Equal("Secret team-a/bot: identity needs a password", Refused(Reason.SigningKeyUnusable, ("identity", key), ("password", "")));
        Assert.Equal("Secret team-a/bot: identity is no SSH private key, or does not open with that password", Refused(Reason.SigningKeyUnusable, ("identity", key), ("password", TestSecrets.Canary + "-wr0ng")));
    }

    [Fact]
    public void SigningKey_GivenAnOpenPgpKey_ThenIsOpened()
    {
        using var gpg = new GnuPg();
        var fingerprint = gpg.Generate("ed25519");
        var key = Encoding.ASCII.GetString(gpg.ExportPrivate(fingerprint));

        Assert.Equal("OpenPGP key " + fingerprint, SecretSigningKeys.From(Secret(("git.asc", key), ("passphrase", GnuPg.Passphrase + "\n"))).Name);
        Assert.Equal("Secret team-a/bot: git.asc does not open with that passphrase", Refused(Reason.SigningKeyUnusable, ("git.asc", key), ("passphrase", TestSecrets.Canary + "-wr0ng")));
        Assert.Equal("Secret team-a/bot: git.asc needs a passphrase", Refused(Reason.SigningKeyUnusable, ("git.asc", key)));
    }

    [Theory]
    [InlineData("InvalidValue", "Secret team-a/bot: it has both git.asc and identity", "git.asc", "identity")]
    [InlineData("InvalidValue", "Secret team-a/bot has the key git.key, and none that is enough: a signing key's takes git.asc with passphrase (OpenPGP)", "git.key")]
    [InlineData("SigningKeyUnusable", "Secret team-a/bot: git.asc is no OpenPGP private key", "git.asc")]
    [InlineData("SigningKeyUnusable", "Secret team-a/bot: identity is no SSH private key", "identity")]
    public void SigningKey_GivenWhatIsNone_ThenIsRefusedWithoutAValue(string reason, string expected, params string[] keys) =>
        Assert.StartsWith(expected, Refused(Enum.Parse<Reason>(reason), [.. keys.Select(static key => (key, TestSecrets.Canary))]), StringComparison.Ordinal);

    [Fact]
    public void Signers_GivenKeysOfBothKinds_ThenHoldAllThatAreNamedSo()
    {
        using var gpg = new GnuPg();
        var openPgp = Encoding.ASCII.GetString(gpg.ExportPublic(gpg.Generate("ed25519")));
        string Ssh() => File.ReadAllText(_keys.Generate("-t ed25519") + ".pub");

        // What is named otherwise is left out, however wrong it is.
        Assert.NotNull(SecretSigners.From(Secret(("ada.asc", openPgp), ("grace.pub", Ssh() + Ssh()), ("alan.sshpub", Ssh()), ("readme", "no key"))));
    }

    [Theory]
    [InlineData("ada.asc", "Secret team-a/bot: ada.asc holds no armored OpenPGP public key")]
    [InlineData("ada.pub", "Secret team-a/bot: ada.pub holds no public key in line 1")]
    [InlineData("ada.txt", "Secret team-a/bot has the key ada.txt, and none that is enough: one of signers takes keys that end in .asc (OpenPGP), .pub or .sshpub (SSH)")]
    public void Signers_GivenWhatIsNone_ThenAreRefused(string key, string expected)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretSigners.From(Secret((key, TestSecrets.Canary))));

        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Canary, refusal.Message, StringComparison.Ordinal);
    }

    private static string Refused(Reason reason, params (string Key, string Value)[] values)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => SecretSigningKeys.From(Secret(values)));
        Assert.Equal(reason, Assert.Single(refusal.Problems).Reason);
        Assert.All(values, value => Assert.True(value.Value.Length == 0 || !refusal.Problems[0].ToString().Contains(value.Value, StringComparison.Ordinal)));
        return refusal.Problems[0].Message;
    }

    private static SecretValues Secret(params (string Key, string Value)[] values) =>
        new(new ObjectKey("team-a", "bot"), values.ToDictionary(static value => value.Key, static value => Encoding.UTF8.GetBytes(value.Value)));
}
