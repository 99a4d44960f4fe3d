namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>A label of a pull request; made where it is not there yet.</summary>
internal sealed record AzureLabel
{
    public required string Name { get; init; }
}
