namespace FastDataOperator.Git;

/// <summary>What became of a commit. Read off the remote's tip after the push, not off the push itself.</summary>
public abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>The remote's branch is at our commit.</summary>
    public sealed record Pushed(CommitId Id) : PublishResult;

    /// <summary>The file already has this content: nothing was sent.</summary>
    public sealed record Unchanged : PublishResult;

    /// <summary>The branch moved since it was fetched: fetch and plan again (G2).</summary>
    /// <param name="What">What moved, from where to where.</param>
    public sealed record Raced(string What) : PublishResult;

    /// <summary>The server refuses this content: a hook, a protected branch, a checked-out branch.</summary>
    /// <param name="ServerWords">The server's own words, at most 4 KiB, without control characters but line breaks.</param>
    public sealed record Rejected(string ServerWords) : PublishResult;
}
