using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Imports;

/// <summary>A project's configuration in a snapshot.</summary>
/// <param name="Path">Where it stands, from the repository's root; where it would be created when there is none.</param>
/// <param name="Configuration"><see langword="null"/> where there is none yet.</param>
internal sealed record FoundConfiguration(string Path, ProjectConfiguration? Configuration);
