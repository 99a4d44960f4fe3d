namespace FastDataOperator.Git;

/// <summary>What a remote is reached with. Equal for those who may see and do the same there. Never printed: <see cref="ToString"/> names kinds only.</summary>
public sealed record RemoteAccess
{
    /// <summary>What public repositories and local paths need.</summary>
    public static RemoteAccess Anonymous { get; } = new();

    /// <summary>Who asks.</summary>
    public GitCredentials Credentials { get; init; } = GitCredentials.Anonymous;

    /// <summary>Who asks the forge's API, where Git itself goes another way, over SSH say; <see langword="null"/>: the same <see cref="Credentials"/>.</summary>
    public GitCredentials? ApiCredentials { get; init; }

    /// <summary>Whom secure connections believe, and the client certificate that they show.</summary>
    public RemoteTrust Trust { get; init; } = RemoteTrust.Machine;

    /// <summary>The proxy to go through; null for what the process's own settings (<c>HTTPS_PROXY</c>…) say.</summary>
    public RemoteProxy? Proxy { get; init; }

    /// <summary>Names kinds, never a secret.</summary>
    public override string ToString() => Credentials.ToString();
}
