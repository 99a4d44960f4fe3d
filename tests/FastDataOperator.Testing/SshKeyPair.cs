using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A key as <c>ssh-keygen</c> makes it.</summary>
/// <param name="PrivateKey">The private half's file.</param>
/// <param name="PublicKey">The public half in one line, without a comment.</param>
public sealed record SshKeyPair(string PrivateKey, string PublicKey)
{
    /// <param name="kind"><c>ed25519</c>, <c>rsa</c> or <c>ecdsa</c>.</param>
    /// <param name="passphrase">Empty for a key that is not encrypted.</param>
    /// <param name="format"><c>RFC4716</c> for OpenSSH's own form, <c>PEM</c> or <c>PKCS8</c>.</param>
    public static SshKeyPair Create(string kind = "ed25519", string passphrase = "", string format = "RFC4716")
    {
        if (passphrase.Length > 0)
        {
            TestSecrets.Register(passphrase);
        }

        using var directory = new TemporaryDirectory();
        var file = directory["key"];
        ToolCommand.Run("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-m", format, "-C", "", "-f", file);
        var publicKey = File.ReadAllText(file + ".pub").Trim();
        return new SshKeyPair(TestSecrets.RegisterSshKey(File.ReadAllText(file), publicKey), publicKey);
    }
}
