namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/pulls/{index}/requested_reviewers</c>.</summary>
internal sealed record GiteaReviewers(IReadOnlyList<string> Reviewers, IReadOnlyList<string> TeamReviewers);
