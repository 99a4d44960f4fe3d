using FastDataOperator.Git.Objects;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git;

/// <summary>A repository at one commit, in scratch until disposed. Calls are taken one at a time.</summary>
public sealed class RepositorySnapshot : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GitConnections _connections;
    private readonly RemoteAccess _access;
    private readonly TimeSpan _deadline;
    private readonly ScratchRepository _scratch;
    private readonly SnapshotPlace _place;
    private bool _isDisposed;

    internal RepositorySnapshot(
        GitConnections connections, RepositoryAddress address, RemoteAccess access, TimeSpan deadline, ScratchRepository scratch, SnapshotPlace place)
    {
        _connections = connections;
        _access = access;
        _deadline = deadline;
        _scratch = scratch;
        _place = place;
        Address = address;
        CommitId = scratch.Tip;
        CommitTime = scratch.CommitTime;
    }

    public RepositoryAddress Address { get; }

    /// <summary>The branch that was read, which is the one that is written to.</summary>
    /// <exception cref="InvalidOperationException">No branch was read.</exception>
    public BranchName Branch => _place.Branch ?? throw new InvalidOperationException("This snapshot is of no branch.");

    /// <summary>The short name of the branch or the tag that was read; null for a commit that was asked for by its id.</summary>
    public string? Name => _place.Branch?.Value ?? _place.Tag?.Value;

    /// <summary>The tag that was read, if it was one.</summary>
    public TagName? Tag => _place.Tag;

    /// <summary>The object of the tag that was read; null for a lightweight tag, and where no tag was read.</summary>
    public CommitId? TagObject => _place.TagObject;

    /// <summary>Null where the repository is empty.</summary>
    public CommitId? CommitId { get; }

    /// <summary>The committer's date, or null where the repository is empty.</summary>
    public DateTimeOffset? CommitTime { get; }

    /// <summary>The commit itself; null where the repository is empty.</summary>
    /// <exception cref="GitException">The repository is broken.</exception>
    public CommitDetails? Tip => Guarded(static (scratch, _) => scratch.TipDetails, 0);

    /// <summary>Names in the root, for messages: at most 1,000.</summary>
    /// <exception cref="GitException">The repository is broken.</exception>
    public IReadOnlyList<string> RootEntries => Guarded(static (scratch, _) => scratch.RootEntries(), 0);

    /// <summary>Reads a file. One that was not named when the snapshot was fetched may have to be fetched first, with the same deadline.</summary>
    /// <param name="path">From the repository's root, with <c>/</c>.</param>
    /// <exception cref="GitException">The repository is broken, or the file could not be fetched.</exception>
    public SnapshotFile ReadFile(string path) => Guarded(ReadOrFetch, path);

    /// <summary>Checks who signed what was read.</summary>
    /// <param name="objects">Those that must be signed, each of them.</param>
    /// <param name="now">A key must be valid then, as well as when it signed.</param>
    /// <exception cref="GitException">The repository is broken.</exception>
    public SignatureCheck Verify(SignedObjects objects, TrustedSigners signers, DateTimeOffset now) =>
        Guarded((scratch, verification) => verification.Check(scratch, _place, objects), new SignatureVerification(signers, now));

    /// <summary>Writes one file as one commit on the branch, and pushes it if the branch has not moved since (G2).</summary>
    /// <param name="deadline">For the whole operation.</param>
    /// <param name="beforePush">Called when all that is left to do is to send the commit. What it throws ends the operation, as it is, and nothing
    /// was sent.</param>
    /// <exception cref="GitException">What the outside did; transient where the next attempt may find out.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; whether the push arrived is unknown.</exception>
    /// <exception cref="ArgumentException">The path is one that <see cref="ReadFile"/> would refuse.</exception>
    public Task<PublishResult> PublishAsync(CommitContent content, TimeSpan deadline, Action beforePush, CancellationToken cancellationToken) =>
        PublishAsync(content, new BranchLease(Branch, CommitId), deadline, beforePush, cancellationToken);

    /// <summary>Writes one file as one commit on this snapshot's commit, and puts a branch there if that branch has not moved since it was seen, whatever it
    /// held: judge that before (G2).</summary>
    /// <param name="lease">Another branch than the snapshot's own; it is made where it is not there.</param>
    /// <inheritdoc cref="PublishAsync(CommitContent, TimeSpan, Action, CancellationToken)"/>
    public Task<PublishResult> PublishAsync(CommitContent content, BranchLease lease, TimeSpan deadline, Action beforePush, CancellationToken cancellationToken)
    {
        if (RepositoryPath.Problem(content.Path) is { } problem)
        {
            throw new ArgumentException($"Not a path to publish: {problem}.", nameof(content));
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return GitOperation.RunAsync(_connections, GitAction.Push, Address, _access, deadline, operation => Publish(operation, content, lease, beforePush), cancellationToken);
    }

    /// <summary>Removes the scratch directory; memory of files read becomes invalid.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _scratch.Dispose();
            }
        }
    }

    private SnapshotFile ReadOrFetch(ScratchRepository scratch, string path)
    {
        var limit = _connections.Limits.MaxFileBytes;
        if (scratch.FindMissing(path) is { } id)
        {
            GitOperation.RunAsync(
                _connections, GitAction.Fetch, Address, _access, _deadline,
                operation =>
                {
                    BlobFetch.Run(operation, scratch.Reader, [id], limit);
                    return true;
                },
                CancellationToken.None).GetAwaiter().GetResult();
        }

        return scratch.Read(path, limit);
    }

    private PublishResult Publish(GitOperation operation, CommitContent content, BranchLease lease, Action beforePush)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _scratch.Obstacle(content.Path) is { } obstacle
                ? throw operation.Fail(GitFailure.NotARepository, false, $"has {obstacle.Kind} at {obstacle.Path}, where a file was to be written.")
                : new SnapshotPublication(operation, _scratch, lease, beforePush).Run(content);
        }
    }

    private T Guarded<TArgument, T>(Func<ScratchRepository, TArgument, T> read, TArgument argument)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return read(_scratch, argument);
            }
            catch (Exception exception) when (exception is LibGit2Sharp.LibGit2SharpException or FormatException or IOException or OverflowException)
            {
                throw new GitException(
                    GitFailure.ProtocolError, false, $"{Address.Display} holds objects that cannot be read: {ServerWords.Clean(exception.Message)}");
            }
        }
    }
}
