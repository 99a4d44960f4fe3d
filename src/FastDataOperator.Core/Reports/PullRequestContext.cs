namespace FastDataOperator.Core.Reports;

/// <summary>What a publication knows of its pull request beside the plan.</summary>
public sealed record PullRequestContext
{
    /// <summary>As <c>namespace/name</c>.</summary>
    public required string Import { get; init; }

    /// <summary>Whether the operator publishes: its readers are told <c>kubectl fastdata</c>; those of a command line <c>fastdata</c>.</summary>
    public required bool IsInCluster { get; init; }

    /// <summary>The branch to be merged into.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>The import's own branch.</summary>
    public required string HeadBranch { get; init; }

    /// <summary>Whether labels and reviewers were set already; remembered in the marker.</summary>
    public bool IsDecorated { get; init; }

    /// <summary>What is unusual about it, told before everything else.</summary>
    public PullRequestNotice? Notice { get; init; }
}
