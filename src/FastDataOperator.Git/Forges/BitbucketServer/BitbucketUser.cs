namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>A user; people call it by its name.</summary>
internal sealed record BitbucketUser
{
    public required string Name { get; init; }
}
