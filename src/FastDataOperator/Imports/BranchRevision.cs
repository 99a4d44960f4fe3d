namespace FastDataOperator.Imports;

/// <summary>Where a branch was when it was read.</summary>
/// <param name="Branch">Its name; where none was asked for, the remote's own default.</param>
/// <param name="Commit"><see langword="null"/> in an empty repository.</param>
internal sealed record BranchRevision(string Branch, string? Commit)
{
    private const int Sha256Digits = 64;

    /// <summary>As GitOps tools write revisions: <c>main@sha1:1f…</c>; of an empty repository the branch alone.</summary>
    public override string ToString() => Commit is null ? Branch : $"{Branch}@{(Commit.Length == Sha256Digits ? "sha256" : "sha1")}:{Commit}";
}
