namespace FastDataOperator.Git;

/// <summary>What kept a Git operation from its result. Names are API: callers print them and decide by them.</summary>
public enum GitFailure
{
    /// <summary>The server asks for credentials, or did not accept the ones that it got (HTTP 401; an ssh key).</summary>
    AuthenticationFailed,

    /// <summary>The server knows who asks and refuses (HTTP 403), or the local repository belongs to someone else.</summary>
    AccessDenied,

    /// <summary>Nothing is at the address (HTTP 404; the words of an ssh server), or the directory does not exist.</summary>
    RepositoryNotFound,

    /// <summary>Something is at the address, and it is no Git repository.</summary>
    NotARepository,

    /// <summary>The operation's deadline passed.</summary>
    TimedOut,

    /// <summary>No connection, or one that broke.</summary>
    ConnectionFailed,

    /// <summary>The proxy asks for credentials, did not accept the ones that it got (HTTP 407), or does not connect to that host.</summary>
    ProxyRefused,

    /// <summary>The secure connection could not be made: the certificate is not trusted, expired, or for another host; the key of an ssh server is not
    /// the known one, or none is known.</summary>
    InsecureConnection,

    /// <summary>The server sent the request on to another host, port or scheme.</summary>
    RedirectRefused,

    /// <summary>More bytes than <see cref="GitLimits"/> allows, or than the server takes.</summary>
    TooLarge,

    /// <summary>The server says that it cannot serve this now (HTTP 429, 5xx), or stopped with words of its own.</summary>
    ServerError,

    /// <summary>What came back is not the Git protocol, or objects that do not fit together.</summary>
    ProtocolError,

    /// <summary>Credentials would have been sent in clear text over the network.</summary>
    InsecureCredentials,

    /// <summary>The <see cref="RemotePolicy"/> does not let anybody go there.</summary>
    NotAllowed,

    /// <summary>The <c>git</c> program, which serves local paths and asks credential helpers, was not found.</summary>
    LocalGitMissing,

    /// <summary>The <c>ssh</c> program, which reaches ssh addresses, was not found or does not run here.</summary>
    SshMissing,

    /// <summary>The scratch directory cannot be written: full, read-only, or missing.</summary>
    ScratchUnusable,

    /// <summary>A forge has a pull request open from this head to this base already.</summary>
    PullRequestExists,

    /// <summary>A forge asks to be left alone for a while (HTTP 429, or a rate limit that is used up).</summary>
    RateLimited,

    /// <summary>The commit that was asked for by its id is not given out.</summary>
    CommitUnavailable,
}
