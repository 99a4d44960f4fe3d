using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>What makes two fetches the same.</summary>
/// <param name="Branch"><see langword="null"/> for the remote's own default.</param>
/// <param name="Tip">Where the branch was seen just before.</param>
/// <param name="Paths">The files that will be read, one a line.</param>
/// <param name="Access">Who asks: nobody gets what somebody else may see.</param>
internal readonly record struct SnapshotKey(RepositoryAddress Address, BranchName? Branch, string Tip, string Paths, RemoteAccess Access);
