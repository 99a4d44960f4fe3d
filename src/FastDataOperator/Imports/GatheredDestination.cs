using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>A destination as it was fetched, without a source. What was read of it is valid until this is disposed.</summary>
internal sealed class GatheredDestination(RepositorySnapshot snapshot, FoundConfiguration found) : IDisposable
{
    public RepositorySnapshot Snapshot => snapshot;

    public ReadRevisions Read { get; } = GatheredProjects.RevisionsOf(null, snapshot);

    public FoundConfiguration Found => found;

    public void Dispose() => snapshot.Dispose();
}
