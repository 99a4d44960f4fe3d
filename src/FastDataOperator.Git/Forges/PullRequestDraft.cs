namespace FastDataOperator.Git.Forges;

/// <summary>A pull request to be opened, between two branches of one repository.</summary>
/// <param name="IsDraft">Whether it asks not to be merged yet.</param>
public sealed record PullRequestDraft(BranchName Head, BranchName Base, string Title, string Body, bool IsDraft);
