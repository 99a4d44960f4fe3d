using System.Diagnostics.CodeAnalysis;

namespace FastDataOperator.Git.Signatures;

/// <summary>A private key that commits are signed with. Safe for concurrent use. Never printed: <see cref="ToString"/> names the public key.</summary>
public abstract class CommitSigner
{
    private protected CommitSigner()
    {
    }

    /// <summary>The public key's kind and fingerprint, as <c>gpg</c> and <c>ssh-keygen</c> show it.</summary>
    public abstract string Name { get; }

    /// <summary>Takes an armored OpenPGP private key (RFC 4880, version 4): of all that it holds, the newest that may sign.</summary>
    /// <param name="passphrase">Null where it has none.</param>
    /// <param name="problem">Continues the key's name in a message.</param>
    public static bool TryReadOpenPgp(
        ReadOnlyMemory<byte> key, string? passphrase, [NotNullWhen(true)] out CommitSigner? signer, [NotNullWhen(false)] out string? problem) =>
        OpenPgpSigner.TryRead(key, passphrase, out signer, out problem);

    /// <summary>Takes an SSH private key, in OpenSSH's own format or in PEM: ed25519, RSA or ECDSA.</summary>
    /// <inheritdoc cref="TryReadOpenPgp"/>
    public static bool TryReadSsh(
        ReadOnlyMemory<byte> key, string? passphrase, [NotNullWhen(true)] out CommitSigner? signer, [NotNullWhen(false)] out string? problem) =>
        SshSigner.TryRead(key, passphrase, out signer, out problem);

    /// <summary>What keeps the key from signing at a time, such as its end; continues the key's name in a message. Null where nothing does.</summary>
    public abstract string? Problem(DateTimeOffset when);

    public sealed override string ToString() => Name;

    /// <summary>The armored signature over a commit, as Git keeps it.</summary>
    /// <param name="when">The signature's own time, where its kind has one.</param>
    internal abstract string Sign(byte[] payload, DateTimeOffset when);
}
