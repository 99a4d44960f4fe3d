namespace FastDataOperator.Git;

/// <summary>Where in its repository a snapshot was taken.</summary>
/// <param name="Branch">Null for a tag and for a commit that was asked for by its id.</param>
/// <param name="Tag">Null for anything but a tag.</param>
/// <param name="TagObject">Of a tag that has an object of its own.</param>
internal sealed record SnapshotPlace(BranchName? Branch, TagName? Tag = null, CommitId? TagObject = null);
