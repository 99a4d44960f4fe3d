using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>A signature as OpenSSH makes them of files (PROTOCOL.sshsig), in Git's namespace.</summary>
/// <param name="PublicKey">In the wire format.</param>
/// <param name="Hash">The name of the hash that the signed text went through first.</param>
/// <param name="Value">Algorithm and signature, in the wire format.</param>
internal sealed record SshSignature(ReadOnlyMemory<byte> PublicKey, string Hash, ReadOnlyMemory<byte> Value)
{
    public const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";
    private const string Namespace = "git";
    private const int Version = 1;
    private const int LineLength = 70;

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <summary>What the key itself signs.</summary>
    public static byte[] Signed(string hash, ReadOnlySpan<byte> digest)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(Magic);
        SshWire.Write(text, Namespace);
        SshWire.Write(text, "");
        SshWire.Write(text, hash);
        SshWire.Write(text, digest);
        return text.WrittenSpan.ToArray();
    }

    public static string Armor(ReadOnlySpan<byte> publicKey, string hash, ReadOnlySpan<byte> value)
    {
        var blob = new ArrayBufferWriter<byte>();
        blob.Write(Magic);
        BinaryPrimitives.WriteInt32BigEndian(blob.GetSpan(4), Version);
        blob.Advance(4);
        SshWire.Write(blob, publicKey);
        SshWire.Write(blob, Namespace);
        SshWire.Write(blob, "");
        SshWire.Write(blob, hash);
        SshWire.Write(blob, value);
        var lines = Convert.ToBase64String(blob.WrittenSpan).Chunk(LineLength).Select(static line => new string(line));
        return $"{Begin}\n{string.Join('\n', lines)}\n{End}";
    }

    /// <param name="problem">Continues "the signature" in a message.</param>
    public static bool TryRead(string armored, [NotNullWhen(true)] out SshSignature? signature, [NotNullWhen(false)] out string? problem)
    {
        signature = null;
        problem = "is broken";
        if (!armored.StartsWith(Begin + "\n", StringComparison.Ordinal) || !armored.EndsWith("\n" + End, StringComparison.Ordinal))
        {
            return false;
        }

        var inner = armored[Begin.Length..^End.Length].Replace("\n", "", StringComparison.Ordinal);
        var blob = new byte[inner.Length];
        if (!Convert.TryFromBase64String(inner, blob, out var length))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = blob.AsSpan(0, length);
        if (!rest.StartsWith(Magic) || rest.Length < Magic.Length + 4 || BinaryPrimitives.ReadInt32BigEndian(rest[Magic.Length..]) != Version)
        {
            return false;
        }

        rest = rest[(Magic.Length + 4)..];
        if (!SshWire.TryRead(ref rest, out var key) || !SshWire.TryRead(ref rest, out var purpose) || !SshWire.TryRead(ref rest, out var reserved)
            || !SshWire.TryRead(ref rest, out var hash) || !SshWire.TryRead(ref rest, out var value) || !rest.IsEmpty || !reserved.IsEmpty)
        {
            return false;
        }

        if (!purpose.SequenceEqual(Encoding.ASCII.GetBytes(Namespace)))
        {
            problem = "was made for something else than Git";
            return false;
        }

        if (!hash.SequenceEqual("sha512"u8) && !hash.SequenceEqual("sha256"u8))
        {
            problem = "goes through a hash that does not count: sha256 and sha512 do";
            return false;
        }

        signature = new SshSignature(key.ToArray(), Encoding.ASCII.GetString(hash), value.ToArray());
        problem = null;
        return true;
    }
}
