using FastDataOperator.Git;

namespace FastDataOperator.SharedReads;

/// <summary>One branch as one set of credentials sees it. Imports that agree in all three share their looks.</summary>
/// <param name="Branch"><see langword="null"/> for the remote's default branch.</param>
internal readonly record struct LookTarget(RepositoryAddress Address, BranchName? Branch, RemoteAccess Access);
