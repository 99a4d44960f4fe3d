namespace FastDataOperator.Git;

/// <summary>The one exception of this project: what the outside did. The message says what was found, at which address, and what
/// would resolve it; it never holds a secret, nor an exception of a library below.</summary>
public sealed class GitException : Exception
{
    public GitException(GitFailure reason, bool isTransient, string message)
        : base(message)
    {
        Reason = reason;
        IsTransient = isTransient;
    }

    public GitFailure Reason { get; }

    /// <summary>Whether the same request may succeed later without anyone changing anything.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the server asked to be left alone (HTTP <c>Retry-After</c>), or null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
