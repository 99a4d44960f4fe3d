namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>A person or a group.</summary>
internal sealed record AzureIdentity
{
    /// <summary>A GUID.</summary>
    public required string Id { get; init; }
}
