using FastDataOperator.Git.Forges.Http;

namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>The body of an answer that is no success.</summary>
internal sealed record BitbucketErrors
{
    public IReadOnlyList<BitbucketError> Errors { get; init => field = WireList.WithoutNull(value); } = [];

    /// <summary>Names that a change had among its reviewers and that are refused: of people who left, or who may not see the repository any more.</summary>
    public IEnumerable<string> InvalidReviewers => Errors.SelectMany(static error => error.ReviewerErrors).Select(static error => error.Context).OfType<string>();

    /// <param name="exception">The last part of its name.</param>
    public bool Has(string exception) => Errors.Any(error => error.ExceptionName is { } name && (name == exception || name.EndsWith("." + exception, StringComparison.Ordinal)));
}
