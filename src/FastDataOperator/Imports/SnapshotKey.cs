using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>What makes two fetches the same.</summary>
/// <param name="Tip">Where it was seen just before.</param>
/// <param name="Paths">The files that will be read, one a line.</param>
/// <param name="Access">Who asks: nobody gets what somebody else may see.</param>
internal readonly record struct SnapshotKey(RepositoryAddress Address, GitReference Reference, string Tip, string Paths, RemoteAccess Access);
