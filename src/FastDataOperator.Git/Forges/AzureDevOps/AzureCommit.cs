namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>A commit, as Azure DevOps tells it.</summary>
internal sealed record AzureCommit
{
    public string? CommitId { get; init; }
}
