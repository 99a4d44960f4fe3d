using FastDataOperator.Api;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Imports;

/// <summary>Where credentials, and other keys, come from: Secrets of a cluster, or a person's own.</summary>
internal interface ICredentialSource
{
    /// <summary>What the location names. <see cref="RemoteAccess.Anonymous"/> where it names nothing.</summary>
    /// <exception cref="ImportRefusedException">It names something that is not there or cannot be used.</exception>
    public ValueTask<RemoteAccess> FindAsync(ProjectLocation location, CancellationToken cancellationToken);

    /// <summary>What else may help after the server asked a request without credentials for some.</summary>
    /// <returns>All that the location names, with credentials; <see langword="null"/> where there is nothing more to try.</returns>
    public ValueTask<RemoteAccess?> FindAfterRefusalAsync(ProjectLocation location, CancellationToken cancellationToken);

    /// <summary>The public keys that a Secret holds.</summary>
    /// <exception cref="ImportRefusedException">It is not there, or cannot be used.</exception>
    public ValueTask<TrustedSigners> FindSignersAsync(ObjectKey secret, CancellationToken cancellationToken);

    /// <summary>The key to sign with that a Secret holds.</summary>
    /// <exception cref="ImportRefusedException">It is not there, or cannot be used.</exception>
    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken);
}
