using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;

namespace FastDataOperator.Reconcilers;

/// <summary>The credentials that a pass has read already, and the other keys that its Secrets hold.</summary>
internal sealed class PassCredentials(ImportPass pass) : ICredentialSource
{
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        ValueTask.FromResult(pass.Access.GetValueOrDefault(location, RemoteAccess.Anonymous));

    /// <summary>A cluster has no other credentials than those that the object names.</summary>
    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult<RemoteAccess?>(null);

    public ValueTask<TrustedSigners> FindSignersAsync(ObjectKey secret, CancellationToken cancellationToken) => ValueTask.FromResult(SecretSigners.From(pass.Values[secret]));

    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken) => ValueTask.FromResult(SecretSigningKeys.From(pass.Values[secret]));
}
