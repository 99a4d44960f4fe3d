using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FastDataOperator.Git.Signatures;

/// <summary>A commit or a tag, taken apart into what was signed and the signature, byte for byte as Git does it (gitformat-signature(5)). What has two
/// signatures, or anything beside one, is not taken apart.</summary>
/// <param name="Payload">What was signed.</param>
/// <param name="Signature">Armored, without a line break at its end.</param>
internal sealed record SignedText(byte[] Payload, string Signature)
{
    /// <summary>Far beyond any signature.</summary>
    private const int MaxSignature = 64 * 1024;

    private static ReadOnlySpan<byte> Header => "gpgsig "u8;

    private static ReadOnlySpan<byte> Sha256Header => "gpgsig-sha256 "u8;

    /// <summary>A commit keeps its signature in a header.</summary>
    /// <param name="problem">Continues the commit's name in a message.</param>
    public static bool TrySplitCommit(ReadOnlySpan<byte> commit, [NotNullWhen(true)] out SignedText? signed, [NotNullWhen(false)] out string? problem)
    {
        signed = null;
        problem = null;
        var payload = new ArrayBufferWriter<byte>(commit.Length + 1);
        var signature = new ArrayBufferWriter<byte>();
        var (count, isSignature, isOther) = (0, false, false);
        var rest = commit;
        while (!rest.IsEmpty && rest[0] != '\n')
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..(end + 1)];
            rest = rest[line.Length..];
            if (line[0] != ' ')
            {
                isSignature = line.StartsWith(Header);
                isOther = line.StartsWith(Sha256Header);
                count += isSignature ? 1 : 0;
            }

            if (isSignature)
            {
                signature.Write(line[(line[0] == ' ' ? 1 : Header.Length)..]);
            }
            else if (!isOther)
            {
                payload.Write(line);
            }
        }

        payload.Write(rest);
        problem = count == 0 ? "is not signed" : count > 1 ? "has two signatures" : commit[..^rest.Length].Contains((byte)0) ? "has a header that is broken" : null;
        return problem is null && TryMake(payload.WrittenSpan.ToArray(), signature.WrittenSpan, out signed, out problem);
    }

    /// <summary>A tag has its signature at the end of its message.</summary>
    /// <param name="problem">Continues the tag's name in a message.</param>
    public static bool TrySplitTag(ReadOnlySpan<byte> tag, [NotNullWhen(true)] out SignedText? signed, [NotNullWhen(false)] out string? problem)
    {
        signed = null;
        int? begin = null;
        for (var at = 0; at < tag.Length;)
        {
            var line = tag[at..];
            begin = line.StartsWith("-----BEGIN "u8) && (line.StartsWith(Encoding.ASCII.GetBytes(SshSignature.Begin)) || line.StartsWith(Encoding.ASCII.GetBytes(OpenPgpSignature.Begin))) ? at : begin;
            var end = line.IndexOf((byte)'\n');
            at = end < 0 ? tag.Length : at + end + 1;
        }

        if (begin is { } from)
        {
            return TryMake(tag[..from].ToArray(), tag[from..], out signed, out problem);
        }

        problem = "is not signed";
        return false;
    }

    private static bool TryMake(byte[] payload, ReadOnlySpan<byte> signature, [NotNullWhen(true)] out SignedText? signed, [NotNullWhen(false)] out string? problem)
    {
        problem = signature.Length > MaxSignature ? "has a signature that is far too long" : null;
        signed = problem is null ? new SignedText(payload, Encoding.Latin1.GetString(signature).TrimEnd('\n', ' ')) : null;
        return signed is not null;
    }
}
