using System.Buffers.Binary;
using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>Which forms of SSH private keys are opened. A key says itself how much work it is to open it; one that says too much, or that is of a form that does not
/// say it in a place where it can be looked at before, is not opened at all.</summary>
internal static class SshPrivateKeyForm
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";

    /// <summary>ssh-keygen takes 16 or 24 unless it is told otherwise, and each costs some milliseconds.</summary>
    private const uint MostRounds = 256;

    private static readonly string[] s_plain = ["-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----"];

    /// <returns>Continues the key's name in a message; null where it may be opened.</returns>
    public static string? Problem(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key).Trim();
        return text.StartsWith(Begin, StringComparison.Ordinal) && text.EndsWith(End, StringComparison.Ordinal) ? RoundsProblem(text[Begin.Length..^End.Length])
            : Array.Exists(s_plain, begin => text.StartsWith(begin, StringComparison.Ordinal)) ? null
            : "is no SSH private key of a form that is read: OpenSSH's own, or PEM without PKCS #8 encryption (ssh-keygen -p -f FILE turns others into OpenSSH's)";
    }

    /// <summary>Of PROTOCOL.key: magic, cipher, kdf, options of the kdf, of which the last is the number of rounds.</summary>
    private static string? RoundsProblem(string base64)
    {
        const string Broken = "is no SSH private key";
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || !bytes.AsSpan(0, length).StartsWith("openssh-key-v1\0"u8))
        {
            return Broken;
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan("openssh-key-v1\0"u8.Length, length - "openssh-key-v1\0"u8.Length);
        if (!SshWire.TryRead(ref rest, out _) || !SshWire.TryRead(ref rest, out var kdf) || !SshWire.TryRead(ref rest, out var options))
        {
            return Broken;
        }

        return kdf.SequenceEqual("none"u8) ? null
            : !kdf.SequenceEqual("bcrypt"u8) || !SshWire.TryRead(ref options, out _) || options.Length != 4 ? Broken
            : BinaryPrimitives.ReadUInt32BigEndian(options) is var rounds && rounds <= MostRounds ? null
            : $"takes {rounds} rounds to open, and {MostRounds} are the most (ssh-keygen -p -a 24 -f FILE makes it fewer)";
    }
}
