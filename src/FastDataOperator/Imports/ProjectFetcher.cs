using System.Collections.Concurrent;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;

namespace FastDataOperator.Imports;

/// <summary>Fetches the branch that a location names, with the credentials that it takes.</summary>
internal sealed class ProjectFetcher(GitClient client, ICredentialSource credentials)
{
    /// <summary>Credentials that a server asked for, kept for the next fetch of the same place within this run.</summary>
    private readonly ConcurrentDictionary<ProjectLocation, RemoteAccess> _asked = new();

    /// <summary>What attempts that run at the same time have in common; <see langword="null"/> where there is one at a time.</summary>
    public SnapshotShare? Share { get; init; }

    /// <summary>The branch's newest commit; the caller disposes it.</summary>
    /// <exception cref="ImportRefusedException">The branch or the Secret does not exist.</exception>
    /// <exception cref="GitException">It could not be fetched.</exception>
    public async Task<RepositorySnapshot> FetchAsync(ProjectLocation location, Deadline deadline, CancellationToken cancellationToken)
    {
        var used = await AccessAsync(location, cancellationToken);
        var paths = ConfigurationFinder.PathsToRead(location);
        try
        {
            return Snapshot(location, await client.FetchAsync(location.Address, location.Branch, paths, used, deadline.Left, cancellationToken));
        }
        catch (GitException exception) when (exception.Reason is GitFailure.AuthenticationFailed && used.Credentials is GitCredentials.None)
        {
            if (!await AskAsync(location, cancellationToken))
            {
                throw;
            }
        }

        return Snapshot(location, await client.FetchAsync(location.Address, location.Branch, paths, _asked[location], deadline.Left, cancellationToken));
    }

    /// <summary>A source's newest commit, which others may read at the same time.</summary>
    /// <param name="tip">Where the branch was seen just before; <see langword="null"/> where nobody looked: then it is fetched for this caller alone.</param>
    /// <inheritdoc cref="FetchAsync"/>
    public async Task<SnapshotLease> FetchSharedAsync(ProjectLocation location, string? tip, Deadline deadline, CancellationToken cancellationToken)
    {
        if (Share is null || tip is null)
        {
            return SnapshotLease.Alone(await FetchAsync(location, deadline, cancellationToken));
        }

        var key = new SnapshotKey(
            location.Address, location.Branch, tip, string.Join('\n', ConfigurationFinder.PathsToRead(location)), await credentials.FindAsync(location, cancellationToken));
        return await Share.GetAsync(key, () => FetchAsync(location, deadline, cancellationToken), deadline, cancellationToken);
    }

    /// <summary>What the location is reached with, as far as that is known by now.</summary>
    /// <exception cref="ImportRefusedException">The Secret does not exist.</exception>
    public async ValueTask<RemoteAccess> AccessAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        _asked.TryGetValue(location, out var asked) ? asked : await credentials.FindAsync(location, cancellationToken);

    /// <summary>The newest commit of another branch of a location's repository; <see langword="null"/> where there is no such branch.</summary>
    /// <exception cref="GitException">It could not be fetched.</exception>
    public async Task<CommitDetails?> FetchTipAsync(ProjectLocation location, BranchName branch, Deadline deadline, CancellationToken cancellationToken)
    {
        var access = await AccessAsync(location, cancellationToken);
        if (await client.FetchAsync(location.Address, branch, [], access, deadline.Left, cancellationToken) is not FetchResult.Fetched { Snapshot: var snapshot })
        {
            return null;
        }

        using (snapshot)
        {
            return snapshot.Tip;
        }
    }

    /// <inheritdoc cref="GitClient.DeleteBranchAsync"/>
    public async Task<DeleteResult> DeleteBranchAsync(ProjectLocation location, BranchLease lease, Deadline deadline, Action beforePush, CancellationToken cancellationToken) =>
        await client.DeleteBranchAsync(location.Address, lease, await AccessAsync(location, cancellationToken), deadline.Left, beforePush, cancellationToken);

    /// <summary>Looks for credentials after a server asked for some.</summary>
    /// <returns>Whether there are any to try that were not tried before.</returns>
    public async Task<bool> AskAsync(ProjectLocation location, CancellationToken cancellationToken) =>
        location.Address is { IsLocal: false, Credentials: GitCredentials.None }
        && !_asked.ContainsKey(location)
        && await credentials.FindAfterRefusalAsync(location, cancellationToken) is { } found
        && _asked.TryAdd(location, found);

    private static RepositorySnapshot Snapshot(ProjectLocation location, FetchResult result)
    {
        if (result is FetchResult.Fetched fetched)
        {
            return fetched.Snapshot;
        }

        var missing = (FetchResult.BranchMissing)result;
        var near = NearestNames.Of(missing.Branch, missing.Branches);
        throw new ImportRefusedException(new Finding
        {
            Reason = Reason.BranchMissing,
            Rule = "G1",
            Message = $"{PlainText.Line(location.Repository, 300)} has no branch {PlainText.Line(missing.Branch, 80)}",
            Remedy = near.Count > 0
                ? $"did you mean {PlainText.Line(string.Join(" or ", near), 200)}?"
                : missing.Branches.Count == 0 ? "push a first commit to it" : $"it has {PlainText.Line(string.Join(", ", missing.Branches.Take(10)), 200)}; name one of them, or create the branch first",
        });
    }
}
