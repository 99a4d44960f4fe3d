using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Reconcilers;

/// <summary>The credentials that a pass has read already.</summary>
internal sealed class PassCredentials(IReadOnlyDictionary<ProjectLocation, GitCredentials> credentials) : ICredentialSource
{
    public ValueTask<GitCredentials> FindAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        ValueTask.FromResult(credentials.GetValueOrDefault(location, GitCredentials.Anonymous));

    /// <summary>A cluster has no other credentials than those that the object names.</summary>
    public ValueTask<GitCredentials?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult<GitCredentials?>(null);
}
