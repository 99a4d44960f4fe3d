using System.Buffers.Binary;
using System.Text;

namespace FastDataOperator.Git.Transport;

/// <summary>What can be told of a key before anybody is asked with it. ssh itself would only say that permission was denied.</summary>
internal static class SshIdentity
{
    private const string Begin = "-----BEGIN ";
    private const string End = "PRIVATE KEY-----";

    /// <summary>ssh takes this many bytes of an answer, and cuts off what is longer.</summary>
    private const int MaxPassphrase = 1023;

    private static ReadOnlySpan<byte> OpenSshMagic => "openssh-key-v1\0"u8;

    /// <returns>What is wrong and what would resolve it, or null. Nothing of the key is in it.</returns>
    public static (GitFailure Reason, string What)? Problem(GitCredentials.SshKey key)
    {
        if (string.IsNullOrWhiteSpace(key.KnownHosts))
        {
            return (GitFailure.InsecureConnection, "was not connected to: known_hosts is empty, so that any server could pass for it. Put the server's own keys there (ssh-keyscan, and compare).");
        }

        var text = Text(key.PrivateKey);
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || !text.Split('\n')[0].EndsWith(End, StringComparison.Ordinal))
        {
            return (GitFailure.AuthenticationFailed, $"could not be asked with this key: it is no private key, which begins with \"{Begin}… {End}\". Give the file that ssh-keygen made, the one without .pub.");
        }

        if (string.IsNullOrEmpty(key.Passphrase))
        {
            return IsEncrypted(text)
                ? (GitFailure.AuthenticationFailed, "could not be asked with this key: it is encrypted, and no passphrase was given. Give it too (password).")
                : null;
        }

        return key.Passphrase.Any(char.IsControl) || Encoding.UTF8.GetByteCount(key.Passphrase) > MaxPassphrase
            ? (GitFailure.AuthenticationFailed, $"could not be asked with this key: its passphrase holds a control character, or more than {MaxPassphrase} bytes.")
            : null;
    }

    /// <summary>A file's text as ssh reads it: lines that end as on Unix, the last one too.</summary>
    public static string Text(string content) => content.Trim().ReplaceLineEndings("\n") + "\n";

    private static bool IsEncrypted(string text)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            return true;
        }

        // OpenSSH's own form says it inside: a magic, and the name of a cipher with its length before it (PROTOCOL.key).
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var start = new byte[64];
        if (lines.Length < 2 || !Convert.TryFromBase64String(lines[1][..(Math.Min(lines[1].Length, 64) / 4 * 4)], start, out var count))
        {
            return false;
        }

        var rest = start.AsSpan(0, count);
        if (!rest.StartsWith(OpenSshMagic) || rest.Length < OpenSshMagic.Length + 8)
        {
            return false;
        }

        rest = rest[OpenSshMagic.Length..];
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        return length != 4 || !rest.Slice(4, 4).SequenceEqual("none"u8);
    }
}
