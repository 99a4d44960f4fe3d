namespace FastDataOperator.Imports;

/// <summary>What an attempt read on both sides: while these are the newest, and nothing else changes, the same attempt ends the same way.</summary>
/// <param name="Source"><see langword="null"/> for a source that is a file, and for a removal.</param>
/// <param name="Destination">The destination's branch.</param>
internal sealed record ReadRevisions(BranchRevision? Source, BranchRevision Destination);
