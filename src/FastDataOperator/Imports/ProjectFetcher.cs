using System.Collections.Concurrent;
using System.Diagnostics;
using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;

namespace FastDataOperator.Imports;

/// <summary>Fetches what a location names, with the credentials that it takes, and checks who signed it.</summary>
/// <param name="timeProvider">Says which keys are valid.</param>
internal sealed class ProjectFetcher(GitClient client, ICredentialSource credentials, TimeProvider timeProvider)
{
    /// <summary>Credentials that a server asked for, kept for the next fetch of the same place within this run.</summary>
    private readonly ConcurrentDictionary<ProjectLocation, RemoteAccess> _asked = new();

    /// <summary>What attempts that run at the same time have in common; <see langword="null"/> where there is one at a time.</summary>
    public SnapshotShare? Share { get; init; }

    /// <summary>The commit; the caller disposes it. Nobody asked yet who signed it.</summary>
    /// <exception cref="ImportRefusedException">The branch, the tag or the Secret does not exist.</exception>
    /// <exception cref="GitException">It could not be fetched.</exception>
    private async Task<RepositorySnapshot> FetchUncheckedAsync(ProjectLocation location, Deadline deadline, CancellationToken cancellationToken)
    {
        var used = await AccessAsync(location, cancellationToken);
        var paths = ConfigurationFinder.PathsToRead(location);
        try
        {
            return Snapshot(location, await client.FetchAsync(location.Address, location.Reference, paths, used, deadline.Left, cancellationToken));
        }
        catch (GitException exception) when (exception.Reason is GitFailure.AuthenticationFailed && used.Credentials is GitCredentials.None)
        {
            if (!await AskAsync(location, cancellationToken))
            {
                throw;
            }
        }

        return Snapshot(location, await client.FetchAsync(location.Address, location.Reference, paths, _asked[location], deadline.Left, cancellationToken));
    }

    /// <summary>The commit, signed as the location asks; the caller disposes it.</summary>
    /// <exception cref="ImportRefusedException">The branch, the tag or the Secret does not exist, or nobody who is trusted signed it.</exception>
    /// <exception cref="GitException">It could not be fetched.</exception>
    public async Task<RepositorySnapshot> FetchAsync(ProjectLocation location, Deadline deadline, CancellationToken cancellationToken)
    {
        var snapshot = await FetchUncheckedAsync(location, deadline, cancellationToken);
        try
        {
            await CheckAsync(snapshot, location, cancellationToken);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>A source's commit, which others may read at the same time.</summary>
    /// <param name="tip">Where it was seen just before; <see langword="null"/> where nobody looked: then it is fetched for this caller alone.</param>
    /// <inheritdoc cref="FetchAsync"/>
    public async Task<SnapshotLease> FetchSharedAsync(ProjectLocation location, string? tip, Deadline deadline, CancellationToken cancellationToken)
    {
        var lease = await LeaseAsync(location, tip, deadline, cancellationToken);
        try
        {
            lease.SignedBy = await CheckAsync(lease.Snapshot, location, cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The key to sign with that a Secret holds.</summary>
    /// <exception cref="ImportRefusedException">It is not there, or cannot be used.</exception>
    public ValueTask<CommitSigner> FindSigningKeyAsync(ObjectKey secret, CancellationToken cancellationToken) => credentials.FindSigningKeyAsync(secret, cancellationToken);

    private async Task<SnapshotLease> LeaseAsync(ProjectLocation location, string? tip, Deadline deadline, CancellationToken cancellationToken)
    {
        if (Share is null || tip is null)
        {
            return SnapshotLease.Alone(await FetchUncheckedAsync(location, deadline, cancellationToken));
        }

        var key = new SnapshotKey(
            location.Address, location.Reference, tip, string.Join('\n', ConfigurationFinder.PathsToRead(location)), await credentials.FindAsync(location, cancellationToken));
        return await Share.GetAsync(key, () => FetchUncheckedAsync(location, deadline, cancellationToken), deadline, cancellationToken);
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
        if (await client.FetchAsync(location.Address, new GitReference.Branch(branch), [], access, deadline.Left, cancellationToken) is not FetchResult.Fetched { Snapshot: var snapshot })
        {
            return null;
        }

        using (snapshot)
        {
            return snapshot.Tip;
        }
    }

    /// <summary>Where another branch of a location's repository is now; <see langword="null"/> where there is no such branch.</summary>
    /// <exception cref="GitException">It could not be asked.</exception>
    public async Task<CommitId?> LookAsync(ProjectLocation location, BranchName branch, Deadline deadline, CancellationToken cancellationToken) =>
        await client.LookAsync(location.Address, new GitReference.Branch(branch), await AccessAsync(location, cancellationToken), deadline.Left, cancellationToken) is TipResult.Tip tip ? tip.Id : null;

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

    /// <summary>Before anything else of a snapshot is looked at.</summary>
    /// <returns>Who signed it; <see langword="null"/> where that is not asked.</returns>
    /// <exception cref="ImportRefusedException">Nobody who is trusted did.</exception>
    private async Task<string?> CheckAsync(RepositorySnapshot snapshot, ProjectLocation location, CancellationToken cancellationToken)
    {
        if (location.Verify is not { } required)
        {
            return null;
        }

        var signers = await credentials.FindSignersAsync(required.Secret, cancellationToken);
        return snapshot.Verify(required.Objects, signers, timeProvider.GetUtcNow()) switch
        {
            SignatureCheck.Good good => good.By,
            SignatureCheck.Bad bad => throw new ImportRefusedException(new Finding
            {
                Reason = Reason.SourceNotVerified,
                Rule = "manifest",
                Message = $"{PlainText.Line(location.Repository, 300)}: {PlainText.Line(bad.Problem, 500)}",
                Remedy = $"nothing of it is used; sign it with a key of the Secret {required.Secret}, or add the signer's public key there",
            }),
            _ => throw new UnreachableException(),
        };
    }

    private static RepositorySnapshot Snapshot(ProjectLocation location, FetchResult result)
    {
        if (result is FetchResult.Fetched fetched)
        {
            return fetched.Snapshot;
        }

        if (result is FetchResult.TagMissing none)
        {
            throw NoTag(location, none);
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

    private static ImportRefusedException NoTag(ProjectLocation location, FetchResult.TagMissing missing)
    {
        var isRange = location.Reference is GitReference.SemVer;
        var some = $"{PlainText.Line(string.Join(", ", missing.Tags.Take(10)), 200)}{(missing.Tags.Count > 10 ? ", …" : "")}";
        var near = isRange ? [] : NearestNames.Of(missing.Asked, missing.Tags);
        return new ImportRefusedException(new Finding
        {
            Reason = Reason.TagMissing,
            Rule = "manifest",
            Message = $"{PlainText.Line(location.Repository, 300)} has no tag {(isRange ? "of a version within " : "")}{PlainText.Line(missing.Asked, 80)}",
            Remedy = near.Count > 0
                ? $"did you mean {PlainText.Line(string.Join(" or ", near), 200)}?"
                : missing.Tags.Count == 0 ? "it has no tags; push one, or name a branch"
                : isRange ? $"its tags are {some}; only those of three numbers are versions, such as v1.2.0"
                : $"it has {some}",
        });
    }
}
