using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The benchmarks' server asks nobody who they are.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken) => new(RemoteAccess.Anonymous);

    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken) => new((RemoteAccess?)null);
}
