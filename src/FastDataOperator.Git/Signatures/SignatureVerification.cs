using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FastDataOperator.Git.Objects;

namespace FastDataOperator.Git.Signatures;

/// <summary>Checks the signatures of commits and tags against the keys that are trusted.</summary>
internal sealed class SignatureVerification(TrustedSigners signers, DateTimeOffset now)
{
    /// <summary>Far beyond any tag that a person or a program makes.</summary>
    private const long MaxTagBytes = 16 << 20;

    /// <param name="objects">Those that must be signed.</param>
    /// <exception cref="FormatException">An object is missing or broken.</exception>
    public SignatureCheck Check(ScratchRepository scratch, SnapshotPlace place, SignedObjects objects)
    {
        if (objects == SignedObjects.None)
        {
            throw new ArgumentException("Nothing is to be verified.", nameof(objects));
        }

        if (scratch.Tip is not { } commit)
        {
            return new SignatureCheck.Bad("there is no commit yet");
        }

        var checks = new List<SignatureCheck>();
        if (objects.HasFlag(SignedObjects.Tag))
        {
            checks.Add(place.Tag is { } tag ? Tag(ReadTag(scratch, place.TagObject), tag, place.TagObject, commit) : new SignatureCheck.Bad("no tag was read that could be signed"));
        }

        if (objects.HasFlag(SignedObjects.Commit))
        {
            checks.Add(Commit(scratch.Reader.ReadCopy(commit.Value), commit));
        }

        return checks.OfType<SignatureCheck.Bad>().FirstOrDefault() as SignatureCheck
            ?? new SignatureCheck.Good(string.Join(" and ", checks.Cast<SignatureCheck.Good>().Select(static good => good.By).Distinct()));
    }

    public SignatureCheck Commit(ReadOnlySpan<byte> content, CommitId id) =>
        SignedText.TrySplitCommit(content, out var signed, out var problem) && Verify(signed, out var by, out problem)
            ? new SignatureCheck.Good(by)
            : new SignatureCheck.Bad($"commit {id} {problem}");

    /// <param name="id">Null for a lightweight tag, which has no content of its own.</param>
    /// <param name="commit">What was read, which the tag must name itself.</param>
    public SignatureCheck Tag(ReadOnlySpan<byte> content, TagName tag, CommitId? id, CommitId commit)
    {
        var problem = id is null ? "has no object of its own (git tag --sign makes one) and so no signature" : NamesProblem(content, tag, commit);
        return problem is null && SignedText.TrySplitTag(content, out var signed, out problem) && Verify(signed, out var by, out problem)
            ? new SignatureCheck.Good(by)
            : new SignatureCheck.Bad($"tag {tag} {problem}");
    }

    private static byte[] ReadTag(ScratchRepository scratch, CommitId? id) =>
        id is not { } tag ? []
        : scratch.Reader.ReadSize(tag.Value) <= MaxTagBytes ? scratch.Reader.ReadCopy(tag.Value)
        : throw new FormatException($"tag {tag} has more than {MaxTagBytes} bytes");

    /// <summary>A signed tag proves nothing under another name or of another commit.</summary>
    private static string? NamesProblem(ReadOnlySpan<byte> content, TagName tag, CommitId commit)
    {
        var wanted = Encoding.UTF8.GetBytes($"object {commit}\ntype commit\ntag {tag}\n");
        return content.StartsWith(wanted) ? null : "names another commit, or was made as another tag";
    }

    private bool Verify(SignedText signed, [NotNullWhen(true)] out string? by, [NotNullWhen(false)] out string? problem)
    {
        by = null;
        if (signed.Signature.StartsWith(OpenPgpSignature.Begin, StringComparison.Ordinal))
        {
            return OpenPgpSignature.Verify(signed, signers.OpenPgp, now, out by, out problem);
        }

        if (!signed.Signature.StartsWith(SshSignature.Begin, StringComparison.Ordinal))
        {
            problem = "has a signature of a kind that is not supported: OpenPGP and SSH are";
            return false;
        }

        if (!SshSignature.TryRead(signed.Signature, out var signature, out var what))
        {
            problem = $"has a signature that {what}";
            return false;
        }

        var key = signers.Ssh.FirstOrDefault(key => key.Blob.Span.SequenceEqual(signature.PublicKey.Span));
        problem = key is null ? $"is signed by the {SshPublicKey.NameOf(signature.PublicKey.Span)}, which is not among those that are trusted"
            : key.Verify(SshSignature.Signed(signature.Hash, Digest(signature.Hash, signed.Payload)), signature.Value.Span) ? null
            : "has a signature that is not of what it says: it was changed after it was signed";
        by = problem is null ? key!.Name : null;
        return by is not null;
    }

    private static byte[] Digest(string hash, byte[] payload) => hash == "sha512" ? SHA512.HashData(payload) : SHA256.HashData(payload);
}
