using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>Opens the forge that hosts a destination. Nothing is sent yet.</summary>
/// <param name="deadline">For each call.</param>
internal delegate IForge OpenForge(RequestedPullRequest requested, RepositoryAddress repository, RemoteAccess access, TimeSpan deadline);
