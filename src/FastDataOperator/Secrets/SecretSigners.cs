using System.Text;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;

namespace FastDataOperator.Secrets;

/// <summary>The public keys that a Secret holds to check signatures with: all of its keys whose names end so, whatever they begin with.</summary>
internal static class SecretSigners
{
    private const string Takes = "one of signers takes keys that end in .asc (OpenPGP), .pub or .sshpub (SSH)";

    /// <exception cref="ImportRefusedException">It holds none, or one that cannot be used.</exception>
    public static TrustedSigners From(SecretValues secret)
    {
        var openPgp = Files(secret, static key => key.EndsWith(SecretKeys.OpenPgpSigners, StringComparison.Ordinal));
        var ssh = Files(secret, static key => SecretKeys.SshSigners.Any(end => key.EndsWith(end, StringComparison.Ordinal)));
        return openPgp.Count + ssh.Count == 0 ? throw secret.Unusable(Takes, [])
            : TrustedSigners.TryRead(openPgp, ssh, out var signers, out var problem) ? signers
            : throw secret.Refusal(Reason.InvalidValue, problem, "put public keys there");
    }

    private static List<SignerFile> Files(SecretValues secret, Func<string, bool> isOne) =>
        [.. secret.Keys.Where(isOne).Select(key => new SignerFile(key, Encoding.UTF8.GetBytes(secret.Text(key)!)))];
}
