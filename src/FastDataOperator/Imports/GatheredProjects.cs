using FastDataOperator.Core.Imports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Both projects as they were fetched; of a source that is a file, no snapshot. What was read of them is valid until this is disposed.</summary>
internal sealed class GatheredProjects(SnapshotLease? source, RepositorySnapshot destination) : IDisposable
{
    public RepositorySnapshot DestinationSnapshot => destination;

    public ReadRevisions Read { get; } = RevisionsOf(source, destination);

    public required SourceProject Source { get; init; }

    public required DestinationProject Destination { get; init; }

    /// <summary>Where the destination's configuration stands, or will.</summary>
    public required string DestinationPath { get; init; }

    public static ReadRevisions RevisionsOf(SnapshotLease? source, RepositorySnapshot destination) =>
        new(source is null ? null : Revision(source.Snapshot) with { SignedBy = source.SignedBy }, Revision(destination));

    private static BranchRevision Revision(RepositorySnapshot snapshot) => new(snapshot.Name, snapshot.CommitId?.Value) { TagObject = snapshot.TagObject?.Value };

    public void Dispose()
    {
        source?.Dispose();
        destination.Dispose();
    }
}
