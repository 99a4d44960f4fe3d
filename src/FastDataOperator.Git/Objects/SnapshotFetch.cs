using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>Brings one branch's tip into a scratch repository: bare, depth 1, one reference.</summary>
internal static class SnapshotFetch
{
    public static FetchResult Run(GitOperation operation, BranchName? branch, string scratchRoot, Func<ScratchRepository, BranchName, RepositorySnapshot> open)
    {
        var query = new TipQuery(operation);
        switch (query.Find(branch))
        {
            case TipResult.BranchMissing missing:
                return new FetchResult.BranchMissing(missing.Branch, missing.Branches);
            case TipResult.Empty empty:
                return Opened(operation, ScratchDirectory.Create(scratchRoot), null, empty.Branch, open);
            case TipResult.Tip tip:
                operation.Advertisement = ReferenceAdvertisement.ForFetch(tip.Branch, tip.Id, query.FetchCapabilities);
                operation.ShallowTip = query.HasShallow ? tip.Id : null;
                return Opened(operation, ScratchDirectory.Create(scratchRoot), tip.Id, tip.Branch, open);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static FetchResult.Fetched Opened(
        GitOperation operation, ScratchDirectory scratch, CommitId? tip, BranchName branch, Func<ScratchRepository, BranchName, RepositorySnapshot> open)
    {
        try
        {
            if (tip is null)
            {
                Repository.Init(scratch.Path, isBare: true);
            }
            else
            {
                Clone(operation, scratch.Path, branch);
            }

#pragma warning disable CA2000 // the snapshot owns it, and the caller owns the snapshot
            return new FetchResult.Fetched(open(ScratchRepository.Open(scratch, tip), branch));
#pragma warning restore CA2000
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    private static void Clone(GitOperation operation, string directory, BranchName branch)
    {
        GitLibrary.Prepare();
        var options = new CloneOptions
        {
            IsBare = true,
            BranchName = branch.Value,
            Checkout = false,
            RecurseSubmodules = false,
        };
        options.FetchOptions.Depth = operation.ShallowTip is null ? 0 : 1;
        options.FetchOptions.TagFetchMode = TagFetchMode.None;
        options.FetchOptions.OnTransferProgress = _ => !operation.Cancellation.IsCancellationRequested;
        Repository.Clone(OperationSubtransport.Url, directory, options);
    }
}
