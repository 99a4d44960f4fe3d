namespace FastDataOperator.Git.Forges.BitbucketServer;

/// <summary>What a pull request is to be.</summary>
/// <param name="Version">The one that the change was made for.</param>
/// <param name="Reviewers">All of them: who is not among them is one no longer.</param>
/// <param name="Draft">As it is; <see langword="null"/> where this version has no drafts.</param>
internal sealed record BitbucketChange(int Version, string Title, string Description, IReadOnlyList<BitbucketParticipant> Reviewers, bool? Draft);
