namespace FastDataOperator.Imports;

/// <summary>Where a branch was when it was read.</summary>
/// <param name="Branch">Its name; where none was asked for, the remote's own default.</param>
/// <param name="Commit"><see langword="null"/> in an empty repository.</param>
internal sealed record BranchRevision(string Branch, string? Commit);
