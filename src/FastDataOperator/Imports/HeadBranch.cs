using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>An import's branch as it was found, and whether it holds anything that the import did not put there (G2).</summary>
/// <param name="Name">The branch.</param>
/// <param name="Tip"><see langword="null"/> where it does not exist.</param>
/// <param name="IsMade">Whether the import made the tip, or its pull request brought that into the base.</param>
/// <param name="IsFree">Whether nothing of anybody else is lost where it is replaced: it does not exist, the import made it, or the base holds all of it.</param>
internal sealed record HeadBranch(BranchName Name, CommitDetails? Tip, bool IsMade, bool IsFree)
{
    public BranchLease Lease => new(Name, Tip?.Id);

    /// <summary>Judges a tip. A branch of our own is one commit on a commit of the base, with the trailer of this import and a seal that nobody broke by
    /// amending or rebasing it.</summary>
    /// <param name="newest">The import's newest pull request: where that was merged, so was all that its branch held then.</param>
    public static HeadBranch Judge(BranchName name, CommitDetails? tip, Publication publication, PullRequest? newest)
    {
        var isMade = tip is not null
            && ((newest is { State: PullRequestState.Merged } && newest.HeadCommit == tip.Id) || (tip.IsSealed && CommitTrailers.Names(tip.Message, publication.Import)));
        return new HeadBranch(name, tip, isMade, isMade || tip is null || tip.Id == publication.Snapshot.CommitId);
    }

    /// <summary>Whether its commit makes just this plan of just this base, and is signed where it has to be.</summary>
    public bool Holds(string digest, Publication publication) =>
        Tip is { Parents: [var parent] } tip && parent == publication.Snapshot.CommitId && CommitTrailers.Read(tip.Message, CommitTrailers.Plan) == digest
        && (tip.IsSigned || !publication.IsSigned);

    /// <summary>Whether its commit was made from just this commit of the source.</summary>
    public bool IsFrom(string? sourceCommit) => Tip is { } tip && CommitTrailers.Read(tip.Message, CommitTrailers.SourceCommit) == sourceCommit;

    /// <summary>Its tip in words.</summary>
    public string Describe() => Tip is { } tip
        ? $"{tip.Id.Value[..7]} by {PlainText.Line(tip.CommitterName, 80)} (\"{PlainText.Line(tip.Message.TrimStart().Split('\n', 2)[0], 80)}\")"
        : "nothing";
}
