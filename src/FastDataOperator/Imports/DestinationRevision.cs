namespace FastDataOperator.Imports;

/// <summary>What a plan was made against.</summary>
/// <param name="Project">The destination's name.</param>
/// <param name="Repository">Its address, without credentials.</param>
/// <param name="Branch">The branch that was read and is written.</param>
/// <param name="Commit">Where the branch was; <see langword="null"/> in an empty repository.</param>
/// <param name="Path">The configuration within it.</param>
/// <param name="IsNew">Whether the import creates the configuration.</param>
internal sealed record DestinationRevision(string Project, string Repository, string Branch, string? Commit, string Path, bool IsNew);
