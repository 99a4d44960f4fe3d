using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>The private key that a Secret holds to sign commits with.</summary>
internal static class SecretSigningKeys
{
    private const string Takes = "a signing key's takes git.asc with passphrase (OpenPGP), or identity with password (SSH)";

    /// <exception cref="ImportRefusedException">It holds none, or two, or one that cannot be used.</exception>
    public static CommitSigner From(SecretValues secret)
    {
        if (secret.Has(SecretKeys.OpenPgpKey) && secret.Has(SecretKeys.Identity))
        {
            throw secret.Refusal(Reason.InvalidValue, $"it has both {SecretKeys.OpenPgpKey} and {SecretKeys.Identity}", "keep one of them");
        }

        CommitSigner? signer;
        string? problem;
        if (secret.Text(SecretKeys.OpenPgpKey) is { } openPgp)
        {
            return CommitSigner.TryReadOpenPgp(Bytes(openPgp), secret.Filled(SecretKeys.Passphrase), out signer, out problem)
                ? signer : throw Unusable(secret, SecretKeys.OpenPgpKey, problem, SecretKeys.Passphrase);
        }

        if (secret.Text(SecretKeys.Identity) is { } ssh)
        {
            return CommitSigner.TryReadSsh(Bytes(ssh), secret.Filled(SecretKeys.Password), out signer, out problem)
                ? signer : throw Unusable(secret, SecretKeys.Identity, problem, SecretKeys.Password);
        }

        throw secret.Unusable(Takes, SecretKeys.OfSigning);
    }

    private static ImportRefusedException Unusable(SecretValues secret, string key, string problem, string opener) =>
        secret.Refusal(Reason.SigningKeyUnusable, $"{key} {problem}", $"put a whole private key there that may sign, and what opens it into {opener}", key);

    /// <summary>Some readers want the last line's end, which was left out with the others at the end.</summary>
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + "\n");
}
