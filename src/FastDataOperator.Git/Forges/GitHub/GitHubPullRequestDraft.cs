namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/pulls</c>.</summary>
internal sealed record GitHubPullRequestDraft(string Title, string Head, string Base, string Body, bool Draft);
