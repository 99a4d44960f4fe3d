using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The benchmarks' server asks nobody who they are.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) => new(RemoteAccess.Anonymous);

    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => new((RemoteAccess?)null);

    public ValueTask<TrustedSigners> FindSignersAsync(ObjectKey secret, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken) => throw new NotSupportedException();
}
