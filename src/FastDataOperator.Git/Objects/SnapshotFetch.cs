using System.Diagnostics;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>Brings one commit into a scratch repository: bare, depth 1, and where the server can, without the files that nobody reads.</summary>
internal static class SnapshotFetch
{
    /// <param name="paths">The files that will be read.</param>
    public static FetchResult Run(
        GitOperation operation, GitReference reference, IReadOnlyList<string> paths, string scratchRoot, Func<ScratchRepository, SnapshotPlace, RepositorySnapshot> open)
    {
        var (found, advertisement) = ReferenceQuery.Find(operation, reference);
#pragma warning disable CA2000 // the snapshot owns the repository, and the caller owns the snapshot
        switch (found)
        {
            case TipResult.BranchMissing missing:
                return new FetchResult.BranchMissing(missing.Branch, missing.Branches);
            case TipResult.TagMissing missing:
                return new FetchResult.TagMissing(missing.Asked, missing.Tags);
            case TipResult.Empty empty:
                return new FetchResult.Fetched(open(Opened(scratchRoot, scratch => ScratchRepository.Open(scratch, null)), new SnapshotPlace(empty.Branch)));
            case TipResult.Tip tip:
                return Fetched(new WantedCommit(tip.Id, tip.Id), advertisement, new SnapshotPlace(tip.Branch));
            case TipResult.Tagged tagged:
                return Fetched(new WantedCommit(tagged.TagObject ?? tagged.Id, tagged.Id), advertisement, new SnapshotPlace(null, tagged.Tag, tagged.TagObject));
            case TipResult.Pinned pinned:
                return Fetched(new WantedCommit(pinned.Id, pinned.Id) { IsPinned = true }, ReferenceQuery.FindAdvertisement(operation), new SnapshotPlace(null));
            default:
                throw new UnreachableException();
        }
#pragma warning restore CA2000

        FetchResult.Fetched Fetched(WantedCommit wanted, ReferenceAdvertisement? ofVersion0, SnapshotPlace place) =>
            new(open(Opened(scratchRoot, scratch => Fetch(operation, ofVersion0, wanted, paths, scratch)), place));
    }

    private static ScratchRepository Opened(string scratchRoot, Func<ScratchDirectory, ScratchRepository> open)
    {
#pragma warning disable CA2000 // the repository owns it
        var scratch = ScratchDirectory.Create(scratchRoot);
#pragma warning restore CA2000
        try
        {
            GitLibrary.Prepare();
            Repository.Init(scratch.Path, isBare: true);
            return open(scratch);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    private static ScratchRepository Fetch(
        GitOperation operation, ReferenceAdvertisement? advertisement, WantedCommit wanted, IReadOnlyList<string> paths, ScratchDirectory scratch)
    {
        if (advertisement is not null || !operation.MayFilter)
        {
            return FetchWhole(operation, advertisement, wanted, scratch);
        }

        try
        {
            return FetchNeeded(operation, wanted, paths, scratch);
        }
        catch (GitException exception) when (exception is { Reason: GitFailure.ProtocolError } or { Reason: GitFailure.ServerError, IsTransient: false })
        {
            // This server leaves nothing out, or gives nothing out by name; or the reason is another, then this fails for it as well.
            operation.ForgiveFailure();
            var repository = FetchWhole(operation, null, wanted, scratch);
            operation.RememberNoFilter();
            return repository;
        }
    }

    private static ScratchRepository FetchWhole(GitOperation operation, ReferenceAdvertisement? advertisement, WantedCommit wanted, ScratchDirectory scratch)
    {
        try
        {
            using var response = UploadPack.FetchTip(operation, advertisement, wanted.Object, withoutBlobs: false);
            PackIndexer.Store(response, scratch.Path);
        }
        catch (GitException exception) when (wanted.IsPinned && exception is { Reason: GitFailure.ProtocolError } or { Reason: GitFailure.ServerError, IsTransient: false })
        {
            operation.ForgiveFailure();
            throw operation.Fail(
                GitFailure.CommitUnavailable, false,
                $"does not give out the commit {wanted.Commit}: it is not there, or the server lets no commit be asked for by its id. Name a branch or a tag, or let the server do it (uploadpack.allowReachableSHA1InWant). It says: {exception.Message}");
        }

        return ScratchRepository.Open(scratch, wanted.Commit);
    }

    private static ScratchRepository FetchNeeded(GitOperation operation, WantedCommit wanted, IReadOnlyList<string> paths, ScratchDirectory scratch)
    {
        using (var response = UploadPack.FetchTip(operation, null, wanted.Object, withoutBlobs: true))
        {
            PackIndexer.Store(response, scratch.Path);
        }

        var repository = ScratchRepository.Open(scratch, wanted.Commit);
        try
        {
            var missing = new List<string>();
            foreach (var path in paths)
            {
                if (repository.FindMissing(path) is { } id && !missing.Contains(id))
                {
                    missing.Add(id);
                }
            }

            BlobFetch.Run(operation, repository.Reader, missing, operation.MaxFileBytes);
            return repository;
        }
        catch
        {
            repository.Close();
            throw;
        }
    }
}
