using FastDataOperator.Git;

namespace FastDataOperator.SharedReads;

/// <summary>One branch, tag or commit as one set of credentials sees it. Imports that agree in all three share their looks.</summary>
internal readonly record struct LookTarget(RepositoryAddress Address, GitReference Reference, RemoteAccess Access);
