using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Reconcilers;

/// <summary>The credentials that a pass has read already.</summary>
internal sealed class PassCredentials(IReadOnlyDictionary<ProjectLocation, RemoteAccess> access) : ICredentialSource
{
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        ValueTask.FromResult(access.GetValueOrDefault(location, RemoteAccess.Anonymous));

    /// <summary>A cluster has no other credentials than those that the object names.</summary>
    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult<RemoteAccess?>(null);
}
