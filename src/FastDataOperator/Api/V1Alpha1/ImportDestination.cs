namespace FastDataOperator.Api.V1Alpha1;

/// <summary>The project to import into.</summary>
internal sealed record ImportDestination
{
    /// <summary>Its name for messages; by default the repository's path without <c>.git</c>.</summary>
    public string? Project { get; init; }

    public required DestinationRepositorySpec Repository { get; init; }

    /// <summary>The remote's own default branch when absent.</summary>
    public string? Branch { get; init; }

    /// <summary>Found at the root when absent, and created there when there is none.</summary>
    public string? Path { get; init; }
}
