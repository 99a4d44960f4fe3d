using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Git;

/// <summary>One commit that writes one file.</summary>
public sealed record CommitContent
{
    /// <summary>Path of the file from the repository's root, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The file's new content, in order. Read while publishing only.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; init; }

    public required string Message { get; init; }

    /// <summary>Author and committer. Characters that Git cannot store in a name are left out.</summary>
    public required string AuthorName { get; init; }

    public required string AuthorEmail { get; init; }

    /// <summary>Author and committer date; Git keeps seconds and the offset.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>Whether the message ends in a seal, by which <see cref="CommitDetails.IsSealed"/> knows the commit again.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Signs the commit; null for one that is not signed.</summary>
    public CommitSigner? Signer { get; init; }
}
