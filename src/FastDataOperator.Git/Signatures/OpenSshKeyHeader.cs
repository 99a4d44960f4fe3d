using System.Buffers.Binary;
using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>What a private key in OpenSSH's own form says of itself before it is opened (PROTOCOL.key): magic, cipher, kdf, options of the kdf.</summary>
/// <param name="Cipher">What it is encrypted with; <c>none</c> where it is not.</param>
/// <param name="Rounds">How much work it says it is to open it: each takes some milliseconds.</param>
internal sealed record OpenSshKeyHeader(string Cipher, uint Rounds)
{
    /// <summary>ssh-keygen takes 16 or 24 unless it is told otherwise.</summary>
    private const uint MostRounds = 256;

    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";

    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    public bool IsEncrypted => Cipher != "none";

    /// <summary>Why it is not opened; continues the key's name in a message. Null where it may be.</summary>
    public string? Problem =>
        Rounds <= MostRounds ? null : $"takes {Rounds} rounds to open, and {MostRounds} are the most (ssh-keygen -p -a 24 -f FILE makes it fewer)";

    /// <summary>Whether a key is in this form, by its first and last line alone.</summary>
    public static bool IsOf(string key) => key.Trim() is var text && text.StartsWith(Begin, StringComparison.Ordinal) && text.EndsWith(End, StringComparison.Ordinal);

    /// <param name="key">One that <see cref="IsOf"/> this form.</param>
    /// <returns>Null where it is broken, or says in another way how much work it is.</returns>
    public static OpenSshKeyHeader? Read(string key)
    {
        var base64 = key.Trim()[Begin.Length..^End.Length];
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || !bytes.AsSpan(0, length).StartsWith(Magic))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan(Magic.Length, length - Magic.Length);
        if (!SshWire.TryRead(ref rest, out var cipher) || !SshWire.TryRead(ref rest, out var kdf) || !SshWire.TryRead(ref rest, out var options))
        {
            return null;
        }

        var name = Encoding.ASCII.GetString(cipher);
        return kdf.SequenceEqual("none"u8) ? new OpenSshKeyHeader(name, 0)
            : kdf.SequenceEqual("bcrypt"u8) && SshWire.TryRead(ref options, out _) && options.Length == 4 ? new OpenSshKeyHeader(name, BinaryPrimitives.ReadUInt32BigEndian(options))
            : null;
    }
}
