namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>Which repository a side of a pull request is in.</summary>
internal sealed record BitbucketRepository
{
    public required long Id { get; init; }
}
