namespace FastDataOperator.Git.Forges;

/// <summary>A pull request as a forge tells it.</summary>
public sealed record PullRequest
{
    /// <summary>By which people and the forge's API name it, within the repository.</summary>
    public required long Number { get; init; }

    /// <summary>Its page, http(s), on the forge's own host; for a person.</summary>
    public required string Url { get; init; }

    public required PullRequestState State { get; init; }

    public required string Title { get; init; }

    /// <summary>As stored; empty where there is none. Forges may give other line ends than they were given.</summary>
    public required string Body { get; init; }

    public required BranchName Head { get; init; }

    public required BranchName Base { get; init; }

    /// <summary>Where the head stood when the forge last looked; of one that is merged, what was merged. <see langword="null"/> where it does not say.</summary>
    public CommitId? HeadCommit { get; init; }

    /// <summary>What the forge wants to see again with a change (Bitbucket's version); <see langword="null"/> elsewhere.</summary>
    public string? Version { get; init; }
}
