namespace FastDataOperator.Cli;

/// <summary>Files that stand in for a manifest's repositories.</summary>
internal sealed record FileInputs(string Source, string Destination, string? Console);
