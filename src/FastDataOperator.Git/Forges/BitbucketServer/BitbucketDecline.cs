namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>What declines a pull request.</summary>
/// <param name="Version">The one that is declined.</param>
internal sealed record BitbucketDecline(int Version);
