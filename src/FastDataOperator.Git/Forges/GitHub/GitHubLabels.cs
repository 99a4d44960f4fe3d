namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/issues/{issue_number}/labels</c>.</summary>
internal sealed record GitHubLabels(IReadOnlyList<string> Labels);
