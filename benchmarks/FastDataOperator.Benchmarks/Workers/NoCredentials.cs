using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The benchmarks' server asks nobody who they are.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public ValueTask<GitCredentials> FindAsync(ProjectLocation location, CancellationToken cancellationToken) => new(GitCredentials.Anonymous);

    public ValueTask<GitCredentials?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => new((GitCredentials?)null);
}
