namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The project to import from.</summary>
internal sealed record ImportSource
{
    /// <summary>Its identity for provenance and K2; by default the repository's path without <c>.git</c>.</summary>
    public string? Project { get; init; }

    public required SourceRepositorySpec Repository { get; init; }

    /// <summary>A project configuration, a composite file or an export file; found at the root when absent.</summary>
    public string? Path { get; init; }
}
