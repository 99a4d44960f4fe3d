using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;

namespace FastDataOperator.Tests.Imports;

internal sealed class NoCredentials(CommitSigner? signer = null) : ICredentialSource
{
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult(RemoteAccess.Anonymous);

    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => ValueTask.FromResult<RemoteAccess?>(null);

    public ValueTask<TrustedSigners> FindSignersAsync(ObjectKey secret, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken) => ValueTask.FromResult(signer ?? throw new NotSupportedException());
}
