using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>One thing that went wrong.</summary>
internal sealed record BitbucketError
{
    /// <summary>A Java class, which tells what it is; messages may be in another language.</summary>
    public string? ExceptionName { get; init; }

    /// <summary>What is wrong with which of the reviewers that a change named.</summary>
    public IReadOnlyList<BitbucketReviewerError> ReviewerErrors { get; init => field = WireList.WithoutNull(value); } = [];
}
