namespace FastDataOperator.Testing;

/// <summary>How an <see cref="SshServer"/> treats who asks.</summary>
public sealed record SshServerOptions
{
    /// <summary>Whether the server takes the variable that asks for protocol version 2; without it, it answers in version 0.</summary>
    public bool SpeaksProtocolV2 { get; init; } = true;

    /// <summary>The kind of its host key: <c>ed25519</c>, <c>rsa</c> or <c>ecdsa</c>.</summary>
    public string HostKeyKind { get; init; } = "ed25519";

    /// <summary>A command of a shell that is run in place of what was asked for, which is in <c>SSH_ORIGINAL_COMMAND</c>; null to run that.</summary>
    public string? ForcedCommand { get; init; }

    /// <summary>The only ciphers that it speaks; null for all that it knows.</summary>
    public string? Ciphers { get; init; }

    /// <summary>What it says to everybody before they are let in.</summary>
    public string? Banner { get; init; }
}
