using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>A merge request, as GitLab tells it.</summary>
internal sealed record GitLabMergeRequest
{
    /// <summary>Its number within the project.</summary>
    public required long Iid { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary><c>opened</c>, <c>closed</c>, <c>merged</c>, or for a moment <c>locked</c>.</summary>
    public required string State { get; init; }

    public required string SourceBranch { get; init; }

    public required string TargetBranch { get; init; }

    /// <summary><see langword="null"/> where the fork is gone.</summary>
    public long? SourceProjectId { get; init; }

    public required long TargetProjectId { get; init; }

    public bool Draft { get; init; }

    /// <summary>Where the source branch stood.</summary>
    public string? Sha { get; init; }

    public string? WebUrl { get; init; }

    public IReadOnlyList<string> Labels { get; init => field = WireList.WithoutNull(value); } = [];

    public IReadOnlyList<GitLabUser> Reviewers { get; init => field = WireList.WithoutNull(value); } = [];
}
