namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>What opens a pull request.</summary>
internal sealed record AzureOpening(string SourceRefName, string TargetRefName, string Title, string Description, bool IsDraft);
