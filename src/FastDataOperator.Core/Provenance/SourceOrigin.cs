namespace FastDataOperator.Core.Provenance;

/// <summary>Where a source project's configuration was read: what the mark of every reference taken from it repeats (M2).</summary>
public sealed record SourceOrigin
{
    /// <summary>The project's identity, by which a reference update is recognised (K2).</summary>
    public required string Project { get; init; }

    /// <summary>The branch, or <see langword="null"/> for a file outside Git and where a commit was named.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether a tag was read: <see cref="Branch"/> then holds its name, as marks have it.</summary>
    public bool IsTag { get; init; }

    /// <summary>The export time: for a live source the time of its commit, so that the same two commits always give the same result.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>The repository's address without credentials, or <see langword="null"/> for a file outside Git.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit's full object id in hexadecimal, or <see langword="null"/> for a file outside Git.</summary>
    public string? Commit { get; init; }
}
