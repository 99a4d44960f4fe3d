namespace FastDataOperator.Git.Forges;

/// <summary>A part of a forge's list of pull requests.</summary>
/// <param name="Own">Those from the branch that is looked for, in the repository itself.</param>
/// <param name="Count">How many there were, whosever.</param>
/// <param name="Next">Where the next part begins; <see langword="null"/> at the end of the list.</param>
internal sealed record PullRequestPage(IReadOnlyList<PullRequest> Own, int Count, int? Next);
