namespace FastDataOperator.Git.Forges.GitLab;

/// <summary>What opens a merge request.</summary>
internal sealed record GitLabOpening(string SourceBranch, string TargetBranch, string Title, string Description);
