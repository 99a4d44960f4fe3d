using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Lets attempts that run at the same time read one fetched source: a source that moved wakes every import of it. Nothing is kept
/// beyond the last of them.</summary>
internal sealed class SnapshotShare
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SnapshotKey, Entry> _entries = [];

    /// <summary>The snapshot that somebody else has or is fetching, or else one of one's own, for others to share.</summary>
    /// <param name="fetch">Fetches. Its failure is the failure of who asked for it alone: whoever waited for it tries anew.</param>
    /// <param name="deadline">How long to wait for somebody else's.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; the fetch goes on if it is somebody else's.</exception>
    public async Task<SnapshotLease> GetAsync(SnapshotKey key, Func<Task<RepositorySnapshot>> fetch, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (entry, isOwn) = Enter(key);
            if (isOwn)
            {
                return await FetchAsync(key, entry, fetch);
            }

            try
            {
                if (await deadline.WaitAsync(entry.Fetched.Task, cancellationToken) is { } shared)
                {
                    return new SnapshotLease(shared, () => Leave(key, entry));
                }
            }
            catch (TimeoutException)
            {
                Leave(key, entry);

                // Says in its own words that there is no time left.
                return SnapshotLease.Alone(await fetch());
            }
            catch
            {
                Leave(key, entry);
                throw;
            }

            Leave(key, entry);
        }
    }

    private async Task<SnapshotLease> FetchAsync(SnapshotKey key, Entry entry, Func<Task<RepositorySnapshot>> fetch)
    {
        try
        {
            var snapshot = await fetch();
            entry.Fetched.SetResult(snapshot);
            return new SnapshotLease(snapshot, () => Leave(key, entry));
        }
        catch
        {
            entry.Fetched.SetResult(null);
            Leave(key, entry);
            throw;
        }
    }

    private (Entry Entry, bool IsOwn) Enter(SnapshotKey key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry) && !entry.HasFailed)
            {
                entry.Users++;
                return (entry, false);
            }

            return (_entries[key] = new Entry(), true);
        }
    }

    /// <summary>The last to leave takes the snapshot away. Who fetches does not leave before that has ended.</summary>
    private void Leave(SnapshotKey key, Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users > 0)
            {
                return;
            }

            if (_entries.TryGetValue(key, out var current) && ReferenceEquals(current, entry))
            {
                _entries.Remove(key);
            }
        }

        if (entry.Fetched.Task is { IsCompletedSuccessfully: true, Result: { } snapshot })
        {
            snapshot.Dispose();
        }
    }

    /// <summary>Made by who fetches, its first user.</summary>
    private sealed class Entry
    {
        public int Users { get; set; } = 1;

        /// <summary><see langword="null"/> where it failed.</summary>
        public TaskCompletionSource<RepositorySnapshot?> Fetched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasFailed => Fetched.Task is { IsCompletedSuccessfully: true, Result: null };
    }
}
