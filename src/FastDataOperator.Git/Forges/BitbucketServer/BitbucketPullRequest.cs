using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>A pull request, as Bitbucket tells it.</summary>
internal sealed record BitbucketPullRequest
{
    /// <summary>Its number within the repository that it is to be merged into.</summary>
    public required long Id { get; init; }

    /// <summary>Counts changes; a change names the one that it knows.</summary>
    public required int Version { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary><c>OPEN</c>, <c>MERGED</c> or <c>DECLINED</c>.</summary>
    public required string State { get; init; }

    /// <summary><see langword="null"/> where this version has no drafts (before 8.18).</summary>
    public bool? Draft { get; init; }

    public required BitbucketRef FromRef { get; init; }

    public required BitbucketRef ToRef { get; init; }

    public IReadOnlyList<BitbucketParticipant> Reviewers { get; init => field = WireList.WithoutNull(value); } = [];
}
