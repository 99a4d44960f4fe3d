namespace FastDataOperator.Imports;

/// <summary>Where a branch or a tag was when it was read.</summary>
/// <param name="Branch">Its name; where none was asked for, the remote's own default branch. <see langword="null"/> for a commit that was asked for by its id.</param>
/// <param name="Commit"><see langword="null"/> in an empty repository.</param>
internal sealed record BranchRevision(string? Branch, string? Commit)
{
    private const int Sha256Digits = 64;

    /// <summary>Of a tag that has one, its own object: it may be made anew for the same commit.</summary>
    public string? TagObject { get; init; }

    /// <summary>Who signed what was read, where that was asked for.</summary>
    public string? SignedBy { get; init; }

    /// <summary>As GitOps tools write revisions: <c>main@sha1:1f…</c>; of an empty repository the branch alone, of a commit that was asked for by its id <c>sha1:1f…</c>.</summary>
    public override string ToString() => Commit is null ? Branch ?? "" : $"{(Branch is null ? "" : Branch + "@")}{(Commit.Length == Sha256Digits ? "sha256" : "sha1")}:{Commit}";
}
