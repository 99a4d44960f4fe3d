namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/pulls</c>.</summary>
internal sealed record GiteaPullRequestDraft(string Title, string Head, string Base, string Body);
