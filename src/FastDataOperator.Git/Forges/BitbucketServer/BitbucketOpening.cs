namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>What opens a pull request.</summary>
/// <param name="Draft"><see langword="null"/> for none: older versions do not know the word.</param>
internal sealed record BitbucketOpening(BitbucketBranch FromRef, BitbucketBranch ToRef, string Title, string Description, bool? Draft);
