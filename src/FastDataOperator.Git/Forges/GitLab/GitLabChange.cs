namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>What changes a merge request; what is <see langword="null"/> stays.</summary>
internal sealed record GitLabChange
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary><c>close</c> or <c>reopen</c>.</summary>
    public string? StateEvent { get; init; }

    /// <summary>Names with commas between.</summary>
    public string? AddLabels { get; init; }

    /// <summary>All reviewers: who is not among them is one no longer.</summary>
    public IReadOnlyList<long>? ReviewerIds { get; init; }
}
