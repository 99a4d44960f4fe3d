namespace FastDataOperator.Git;

/// <summary>A branch that is written or deleted only while it is where somebody last saw it (G2).</summary>
/// <param name="Tip"><see langword="null"/> for a branch that must not exist yet.</param>
public readonly record struct BranchLease(BranchName Branch, CommitId? Tip);
