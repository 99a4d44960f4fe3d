namespace FastDataOperator.Git.Forges.AzureDevOps;

/// <summary>What changes a pull request; what is <see langword="null"/> stays.</summary>
internal sealed record AzureChange
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary><c>abandoned</c> closes it.</summary>
    public string? Status { get; init; }
}
