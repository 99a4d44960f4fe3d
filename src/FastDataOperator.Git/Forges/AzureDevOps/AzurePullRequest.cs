namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>A pull request, as Azure DevOps tells it.</summary>
internal sealed record AzurePullRequest
{
    /// <summary>Most characters of a description in a list; a pull request that is asked for by itself has all of them.</summary>
    public const int MostListedDescription = 400;

    public required long PullRequestId { get; init; }

    /// <summary><c>active</c>, <c>completed</c> or <c>abandoned</c>.</summary>
    public required string Status { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>A full name, <c>refs/heads/…</c>.</summary>
    public required string SourceRefName { get; init; }

    /// <inheritdoc cref="SourceRefName"/>
    public required string TargetRefName { get; init; }

    /// <summary>The head of the source branch when Azure DevOps last tried to merge it.</summary>
    public AzureCommit? LastMergeSourceCommit { get; init; }

    public AzureFork? ForkSource { get; init; }
}
