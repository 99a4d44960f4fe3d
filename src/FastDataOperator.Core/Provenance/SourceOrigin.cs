namespace FastDataOperator.Core.Provenance;

/// <summary>Where a source project's configuration was read: what the mark of every reference taken from it repeats (M2).</summary>
public sealed record SourceOrigin
{
    /// <summary>The project's identity, by which a reference update is recognised (K2).</summary>
    public required string Project { get; init; }

    /// <summary>The branch, or in its place the tag; <see langword="null"/> for a commit that was named itself, and for a file outside Git.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether <see cref="Branch"/> is a tag.</summary>
    public bool IsTag { get; init; }

    /// <summary>The export time: for a live source the time of its commit, so that the same two commits always give the same result.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>The repository's address without credentials, or <see langword="null"/> for a file outside Git.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit's full object id in hexadecimal, or <see langword="null"/> for a file outside Git.</summary>
    public string? Commit { get; init; }
}
