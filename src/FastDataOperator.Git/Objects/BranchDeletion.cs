using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Objects;

/// <summary>Deletes a branch that is still where it was seen, and believes in it when the remote says so.</summary>
internal sealed class BranchDeletion(GitOperation operation, BranchLease lease, Action beforePush)
{
    public DeleteResult Run()
    {
        var name = lease.Branch.ReferenceName;
        var advertisement = ReferenceAdvertisement.Read(operation, GitService.ReceivePack, reference => reference == name);
        if (advertisement.References.Count == 0)
        {
            return new DeleteResult.Deleted();
        }

        if (advertisement.References[0].Id != lease.Tip)
        {
            return Raced(advertisement.References[0].Id!.Value);
        }

        if (!advertisement.Has("delete-refs"))
        {
            return new DeleteResult.Rejected("this server lets nobody delete branches");
        }

        operation.AskCaller(beforePush);
        try
        {
            new ReceivePack(operation, advertisement, lease.Branch, lease.Tip).Delete();
        }
#pragma warning disable CA1031 // whatever the push threw, the remote decides
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Judge(operation.Explain(exception));
        }

        return Judge(null);
    }

    private DeleteResult Judge(Exception? failure)
    {
        var report = operation.ServerReport;
        if (failure is OperationCanceledException or GitException { Reason: GitFailure.TimedOut } || (failure is not null && !report.PushStarted))
        {
            throw failure;
        }

        operation.ForgiveFailure();
        var tip = new TipQuery(operation).Find(lease.Branch) is TipResult.Tip found ? found.Id : (CommitId?)null;
        return tip is null ? new DeleteResult.Deleted()
            : tip != lease.Tip ? Raced(tip.Value)
            : report.Words is { Length: > 0 } words && (failure is null || report.Status is not null) ? new DeleteResult.Rejected(words)
            : throw failure ?? operation.Fail(GitFailure.ServerError, true, $"took the deletion of {lease.Branch} and kept the branch, without a word.");
    }

    private DeleteResult.Raced Raced(CommitId now) =>
        new($"{lease.Branch} of {operation.Address.Display} was at {lease.Tip} when it was looked at and is at {now} now.");
}
