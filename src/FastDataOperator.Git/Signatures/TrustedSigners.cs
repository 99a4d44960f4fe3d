using System.Diagnostics.CodeAnalysis;
using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace FastDataOperator.Git.Signatures;

/// <summary>The public keys whose signatures count. Safe for concurrent use.</summary>
public sealed class TrustedSigners
{
    private const int MostKeys = 1000;
    private static readonly string s_tooMany = $"there are more than {MostKeys} keys";

    /// <summary>By the primary key's fingerprint: of several copies of one certificate all that they say counts, as where gpg imports them one after the other.</summary>
    private readonly Dictionary<string, PgpPublicKeyRing> _rings = new(StringComparer.Ordinal);

    private readonly List<OpenPgpKey> _openPgp = [];
    private readonly List<SshPublicKey> _ssh = [];

    private TrustedSigners()
    {
    }

    internal IReadOnlyList<OpenPgpKey> OpenPgp => _openPgp;

    internal IReadOnlyList<SshPublicKey> Ssh => _ssh;

    /// <summary>Reads them all, or says what is wrong with the first that cannot be read.</summary>
    /// <param name="openPgp">Armored public keys (RFC 4880, version 4), any number in one file. Of a key that is expired or revoked, no signature will count.</param>
    /// <param name="ssh">Public keys as OpenSSH writes them, one a line; empty lines and those that begin with # are left out.</param>
    /// <param name="problem">Begins with the file's name.</param>
    public static bool TryRead(
        IReadOnlyList<SignerFile> openPgp, IReadOnlyList<SignerFile> ssh, [NotNullWhen(true)] out TrustedSigners? signers, [NotNullWhen(false)] out string? problem)
    {
        signers = new TrustedSigners();
        problem = null;
        foreach (var file in openPgp)
        {
            problem ??= signers.AddOpenPgp(file.Content) is { } what ? $"{file.Name} {what}" : null;
        }

        foreach (var file in ssh)
        {
            problem ??= signers.AddSsh(file.Content) is { } what ? $"{file.Name} {what}" : null;
        }

        if (problem is null && signers._rings.Values.Sum(static ring => ring.GetPublicKeys().Count()) <= MostKeys)
        {
            signers._openPgp.AddRange(signers._rings.Values.SelectMany(static ring => OpenPgpCertificate.Read([.. ring.GetPublicKeys()])));
        }
        else
        {
            problem ??= s_tooMany;
        }

        if (problem is null && signers._openPgp.Count + signers._ssh.Count is 0 or > MostKeys)
        {
            problem = signers._openPgp.Count + signers._ssh.Count == 0 ? "there is no public key" : s_tooMany;
        }

        signers = problem is null ? signers : null;
        return signers is not null;
    }

    private string? AddOpenPgp(ReadOnlyMemory<byte> content)
    {
#pragma warning disable CA1031 // the library throws whatever a broken key makes it throw
        try
        {
            var any = false;
            foreach (var block in Blocks(Encoding.UTF8.GetString(content.Span)))
            {
                using var stream = new MemoryStream(Encoding.UTF8.GetBytes(block));
                foreach (var ring in new PgpPublicKeyRingBundle(PgpUtilities.GetDecoderStream(stream)).GetKeyRings())
                {
                    any = true;
                    var fingerprint = Convert.ToHexString(ring.GetPublicKey().GetFingerprint());
                    _rings[fingerprint] = _rings.TryGetValue(fingerprint, out var copy) ? PgpPublicKeyRing.Join(copy, ring) : ring;
                }
            }

            return any ? null : "holds no armored OpenPGP public key (gpg --export --armor makes one)";
        }
        catch (Exception)
        {
            return "is no armored OpenPGP public key (gpg --export --armor makes one)";
        }
#pragma warning restore CA1031
    }

    /// <summary>The armored blocks of a file; what stands between them is not read.</summary>
    private static IEnumerable<string> Blocks(string text)
    {
        const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0;)
        {
            var next = text.IndexOf(Begin, at + Begin.Length, StringComparison.Ordinal);
            yield return next < 0 ? text[at..] : text[at..next];
            at = next;
        }
    }

    private string? AddSsh(ReadOnlyMemory<byte> content)
    {
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content.Span).Split('\n').Select(static line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var fields = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            var blob = new byte[fields.Length > 1 ? fields[1].Length : 0];
            if (fields.Length < 2 || !Convert.TryFromBase64String(fields[1], blob, out var length) || !IsNamed(blob.AsSpan(0, length), fields[0]))
            {
                return $"holds no public key in line {number}: write its kind and the key itself as in an .pub file, without options or principals before it";
            }

            if (!SshPublicKey.TryRead(blob.AsMemory(0, length), out var key, out var problem))
            {
                return $"holds a key in line {number} that {problem}";
            }

            _ssh.Add(key);
        }

        return number > 0 ? null : "is empty";
    }

    /// <summary>Whether the key says itself what the line says that it is.</summary>
    private static bool IsNamed(ReadOnlySpan<byte> blob, string kind) =>
        SshWire.TryRead(ref blob, out var name) && name.SequenceEqual(Encoding.UTF8.GetBytes(kind));
}
