namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>A side of a pull request that is being opened, in the repository that is asked.</summary>
/// <param name="Id">A full name, <c>refs/heads/…</c>.</param>
internal sealed record BitbucketBranch(string Id);
