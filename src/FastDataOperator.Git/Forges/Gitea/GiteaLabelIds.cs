namespace FastDataOperator.Git.Forges.Gitea;

/// <summary>Body of <c>POST /repos/{owner}/{repo}/issues/{index}/labels</c>.</summary>
internal sealed record GiteaLabelIds(IReadOnlyList<long> Labels);
