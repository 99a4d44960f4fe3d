using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>Brings one branch's tip into a scratch repository: bare, depth 1, and where the server can, without the files that nobody reads.</summary>
internal static class SnapshotFetch
{
    /// <param name="paths">The files that will be read.</param>
    public static FetchResult Run(
        GitOperation operation, BranchName? branch, IReadOnlyList<string> paths, string scratchRoot, Func<ScratchRepository, BranchName, RepositorySnapshot> open)
    {
        var query = new TipQuery(operation);
#pragma warning disable CA2000 // the snapshot owns the repository, and the caller owns the snapshot
        switch (query.Find(branch))
        {
            case TipResult.BranchMissing missing:
                return new FetchResult.BranchMissing(missing.Branch, missing.Branches);
            case TipResult.Empty empty:
                return new FetchResult.Fetched(open(Opened(scratchRoot, scratch => ScratchRepository.Open(scratch, null)), empty.Branch));
            case TipResult.Tip tip:
                return new FetchResult.Fetched(open(Opened(scratchRoot, scratch => Fetch(operation, query.Advertisement, tip.Id, paths, scratch)), tip.Branch));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
#pragma warning restore CA2000
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
        GitOperation operation, ReferenceAdvertisement? advertisement, CommitId tip, IReadOnlyList<string> paths, ScratchDirectory scratch)
    {
        if (advertisement is not null || !operation.MayFilter)
        {
            return FetchWhole(operation, advertisement, tip, scratch);
        }

        try
        {
            return FetchNeeded(operation, tip, paths, scratch);
        }
        catch (GitException exception) when (exception is { Reason: GitFailure.ProtocolError } or { Reason: GitFailure.ServerError, IsTransient: false })
        {
            // This server leaves nothing out, or gives nothing out by name; or the reason is another, then this fails for it as well.
            operation.ForgiveFailure();
            var repository = FetchWhole(operation, null, tip, scratch);
            operation.RememberNoFilter();
            return repository;
        }
    }

    private static ScratchRepository FetchWhole(GitOperation operation, ReferenceAdvertisement? advertisement, CommitId tip, ScratchDirectory scratch)
    {
        using (var response = UploadPack.FetchTip(operation, advertisement, tip, withoutBlobs: false))
        {
            PackIndexer.Store(response, scratch.Path);
        }

        return ScratchRepository.Open(scratch, tip);
    }

    private static ScratchRepository FetchNeeded(GitOperation operation, CommitId tip, IReadOnlyList<string> paths, ScratchDirectory scratch)
    {
        using (var response = UploadPack.FetchTip(operation, null, tip, withoutBlobs: true))
        {
            PackIndexer.Store(response, scratch.Path);
        }

        var repository = ScratchRepository.Open(scratch, tip);
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
