using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>A part of a list of pull requests.</summary>
internal sealed record BitbucketPage
{
    public required IReadOnlyList<BitbucketPullRequest> Values { get; init => field = WireList.WithoutNull(value); }

    public required bool IsLastPage { get; init; }

    /// <summary>Where the next page begins; <see langword="null"/> on the last.</summary>
    public int? NextPageStart { get; init; }
}
