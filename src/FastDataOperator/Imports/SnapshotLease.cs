using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>A snapshot for as long as this is not disposed, whoever else reads it.</summary>
internal sealed class SnapshotLease(RepositorySnapshot snapshot, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Not to be disposed: others may use it.</summary>
    public RepositorySnapshot Snapshot => snapshot;

    /// <summary>Who signed what was read, where that was asked for.</summary>
    public string? SignedBy { get; set; }

    /// <summary>One that nobody shares.</summary>
    public static SnapshotLease Alone(RepositorySnapshot snapshot) => new(snapshot, snapshot.Dispose);

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
