using System.Diagnostics.Metrics;
using System.Net;
using FastDataOperator.Git.Objects;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git;

/// <summary>Fetches and looks at branches, tags and commits of repositories. One per process is enough: it keeps connections open and nothing else between
/// operations. Safe for concurrent use. Every operation runs on a thread of its own.</summary>
public sealed class GitClient : IDisposable
{
    private readonly GitConnections _connections;
    private readonly string _scratchRoot;

    /// <param name="timeProvider">The clock of the deadlines.</param>
    /// <param name="scratchRoot">Where snapshots lie while they are in use, and keys while ssh connects; null for the system's temporary directory.</param>
    /// <param name="meter">Takes <c>fastdata_git_operation_duration_seconds{operation,result}</c> (look, fetch or push; ok, Cancelled or the name of
    /// a <see cref="GitFailure"/>), <c>fastdata_git_bytes_received</c>, and of the APIs of forges <c>fastdata_forge_requests{provider,operation,code}</c> and
    /// <c>fastdata_forge_rate_limit_remaining{provider,host}</c>.</param>
    public GitClient(TimeProvider timeProvider, string? scratchRoot, GitLimits limits, RemotePolicy policy, Meter meter)
        : this(timeProvider, scratchRoot, limits, policy, meter, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="resolve">Looks a host's addresses up, for a policy that judges them.</param>
    internal GitClient(
        TimeProvider timeProvider, string? scratchRoot, GitLimits limits, RemotePolicy policy, Meter meter,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _scratchRoot = scratchRoot ?? Path.GetTempPath();
        _connections = new GitConnections(timeProvider, _scratchRoot, limits, policy, meter, resolve);
    }

    /// <summary>For what speaks to the same hosts beside Git: the APIs of forges.</summary>
    internal GitConnections Connections => _connections;

    /// <summary>Removes every scratch directory under the scratch root, whoever left it there: for a process that has that root to itself. Not
    /// while operations run.</summary>
    public void SweepScratch() => ScratchDirectory.RemoveAll(_scratchRoot);

    /// <summary>Removes scratch directories of this user's own that nobody uses any more, where the scratch root is shared with others.</summary>
    public void SweepAbandonedScratch() => ScratchDirectory.RemoveAbandoned(_scratchRoot, _connections.TimeProvider.GetUtcNow());

    /// <summary>Fetches one commit, the newest of a branch in most cases, and where the server can, only those of its files that are read.</summary>
    /// <param name="reference">What to read.</param>
    /// <param name="paths">Files that will be read: they come at once. Others come when they are read; they are never needed to publish.</param>
    /// <param name="access">With <see cref="GitCredentials.None"/>, the credentials of the address count.</param>
    /// <param name="deadline">For the whole operation; also ends a server that hangs, or that sends a byte now and then.</param>
    /// <exception cref="GitException">It could not be fetched.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<FetchResult> FetchAsync(
        RepositoryAddress address, GitReference reference, IReadOnlyList<string> paths, RemoteAccess access, TimeSpan deadline,
        CancellationToken cancellationToken) =>
        GitOperation.RunAsync(
            _connections, GitAction.Fetch, address, access, deadline,
            operation => SnapshotFetch.Run(
                operation, reference, paths, _scratchRoot,
                (scratch, place) => new RepositorySnapshot(_connections, address, access, deadline, scratch, place)),
            cancellationToken);

    /// <summary>Where a branch or a tag stands: one small request where the server speaks protocol version 2. A commit stands where it is, and nobody
    /// is asked.</summary>
    /// <inheritdoc cref="FetchAsync"/>
    public Task<TipResult> LookAsync(
        RepositoryAddress address, GitReference reference, RemoteAccess access, TimeSpan deadline, CancellationToken cancellationToken) =>
        GitOperation.RunAsync(
            _connections, GitAction.Look, address, access, deadline, operation => ReferenceQuery.Find(operation, reference).Result, cancellationToken);

    /// <summary>Deletes a branch if it is still where it was seen (G2). One that is gone already is as good as deleted.</summary>
    /// <param name="lease">The branch and its tip.</param>
    /// <param name="beforePush">As for <see cref="RepositorySnapshot.PublishAsync(CommitContent, TimeSpan, Action, CancellationToken)"/>.</param>
    /// <inheritdoc cref="FetchAsync"/>
    public Task<DeleteResult> DeleteBranchAsync(
        RepositoryAddress address, BranchLease lease, RemoteAccess access, TimeSpan deadline, Action beforePush, CancellationToken cancellationToken) =>
        lease.Tip is null
            ? throw new ArgumentException("A branch is only deleted where it was seen.", nameof(lease))
            : GitOperation.RunAsync(_connections, GitAction.Push, address, access, deadline, operation => new BranchDeletion(operation, lease, beforePush).Run(), cancellationToken);

    public void Dispose() => _connections.Dispose();
}
