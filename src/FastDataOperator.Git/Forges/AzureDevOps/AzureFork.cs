namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>That a pull request comes from a fork; what else Azure DevOps says of it is not read.</summary>
internal sealed record AzureFork;
