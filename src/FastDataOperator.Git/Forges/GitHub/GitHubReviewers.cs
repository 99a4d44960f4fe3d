namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers</c>.</summary>
internal sealed record GitHubReviewers(IReadOnlyList<string> Reviewers, IReadOnlyList<string> TeamReviewers);
