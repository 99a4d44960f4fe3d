using FastDataOperator.Api.V1Alpha1;

namespace FastDataOperator.Cli;

/// <summary>A repository as the command line names it.</summary>
/// <param name="Url">An address, which may hold user and password.</param>
/// <param name="Branch"><see langword="null"/> for the default branch.</param>
/// <param name="Path"><see langword="null"/> to find it at the root.</param>
/// <param name="Project"><see langword="null"/> for the repository's path.</param>
internal sealed record RepositoryChoice(string Url, string? Branch, string? Path, string? Project)
{
    public TimeSpan Timeout { get; init; } = ImportSpec.DefaultTimeout;
}
