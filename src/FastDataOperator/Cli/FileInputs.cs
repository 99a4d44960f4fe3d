namespace FastDataOperator.Cli;

/// <summary>Files that stand in for a manifest's repositories.</summary>
/// <param name="Source"><see langword="null"/> where the manifest's source repository counts.</param>
/// <param name="Destination"><see langword="null"/> where the manifest's destination repository counts.</param>
/// <param name="Console">The destination's services and collections.</param>
internal sealed record FileInputs(string? Source, string? Destination, string? Console);
