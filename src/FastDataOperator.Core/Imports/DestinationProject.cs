using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Imports;

/// <summary>The project to import into.</summary>
public sealed record DestinationProject
{
    /// <summary>Its configuration, or <see langword="null"/> where it has none yet: the import then creates it.</summary>
    public required ProjectConfiguration? Configuration { get; init; }

    /// <summary>Its services and CRUD collections, or <see langword="null"/> where nothing is known of them: rules M4, K4 and V1 then
    /// refuse or warn, as the request's <see cref="ImportRequest.Architecture"/> says.</summary>
    public required ConsoleConfiguration? Console { get; init; }
}
