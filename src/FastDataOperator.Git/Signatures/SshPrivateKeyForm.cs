using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>Which forms of SSH private keys are opened. A key says itself how much work it is to open it; one that says too much, or that is of a form that does not
/// say it in a place where it can be looked at before, is not opened at all.</summary>
internal static class SshPrivateKeyForm
{
    private static readonly string[] s_plain = ["-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----"];

    /// <returns>Continues the key's name in a message; null where it may be opened.</returns>
    public static string? Problem(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key).Trim();
        return OpenSshKeyHeader.IsOf(text) ? (OpenSshKeyHeader.Read(text) is { } header ? header.Problem : "is no SSH private key")
            : Array.Exists(s_plain, begin => text.StartsWith(begin, StringComparison.Ordinal)) ? null
            : "is no SSH private key of a form that is read: OpenSSH's own, or PEM without PKCS #8 encryption (ssh-keygen -p -f FILE turns others into OpenSSH's)";
    }
}
