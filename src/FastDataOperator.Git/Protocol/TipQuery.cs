using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Finds a branch's tip, in one small request where the server speaks protocol version 2.</summary>
internal sealed class TipQuery
{
    private const string Head = ReferenceListing.Head;
    private const string Branches = "refs/heads/";

    private readonly GitOperation _operation;
    private readonly ReferenceListing _listing;

    public TipQuery(GitOperation operation)
    {
        _operation = operation;
        _listing = new ReferenceListing(operation);
    }

    /// <inheritdoc cref="ReferenceListing.Advertisement"/>
    public ReferenceAdvertisement? Advertisement => _listing.Advertisement;

    /// <param name="branch">Null for the branch that the remote's HEAD names.</param>
    public TipResult Find(BranchName? branch)
    {
        _listing.Wanted = branch?.ReferenceName;
        var listed = branch is { } asked ? _listing.List([Head, asked.ReferenceName], name => name == Head || name == asked.ReferenceName)
            : _listing.List([Head], name => name == Head);
        var head = listed.Find(static reference => reference.Name == Head);
        var wanted = branch ?? (BranchName.TryParse(head?.Target, out var target) ? target : null);
        if (wanted is { } name)
        {
            var reference = listed.Find(reference => reference.Name == name.ReferenceName);
            if ((reference ?? (head?.Target == name.ReferenceName ? head : null))?.Id is { } id)
            {
                return new TipResult.Tip(name, id);
            }
        }

        return FindWithoutName(branch, head);
    }

    /// <summary>The branch is not there, or HEAD does not name one.</summary>
    private TipResult FindWithoutName(BranchName? branch, RemoteReference? head)
    {
        var branches = _listing.List([Branches], static name => name.StartsWith(Branches, StringComparison.Ordinal), TipResult.MaxBranches);
        if (branches.Count > 0)
        {
            if (branch is null && head?.Target is null && AtHead(branches, head?.Id) is { } detached)
            {
                return detached;
            }

            return new TipResult.BranchMissing(
                branch?.Value ?? Head, branches.ConvertAll(static reference => ServerWords.Clean(reference.Name[Branches.Length..])));
        }

        if (_listing.List(["refs/"], static _ => true, maxCount: 1).Count > 0)
        {
            return new TipResult.BranchMissing(branch?.Value ?? Head, []);
        }

        var unborn = branch ?? UnbornHead() ?? BranchName.Main;
        if (Advertisement is null)
        {
            // A server that stops in the middle of version 2 (over the kind of object names, say) looks empty; version 0 tells.
            if (_listing.ReadAdvertisement().References.Count > 0)
            {
                return Find(branch);
            }
        }

        return new TipResult.Empty(unborn);
    }

    /// <summary>The branch that a HEAD without a name stands on.</summary>
    private static TipResult.Tip? AtHead(List<RemoteReference> branches, CommitId? id)
    {
        foreach (var reference in branches)
        {
            if (id is not null && reference.Id == id && BranchName.TryParse(reference.Name, out var name))
            {
                return new TipResult.Tip(name, id.Value);
            }
        }

        return null;
    }

    /// <summary>The branch that HEAD of an empty repository names; version 0 cannot say it, and not every server of version 2 does.</summary>
    private BranchName? UnbornHead()
    {
        if (Advertisement is not null)
        {
            return null;
        }

        try
        {
            var head = LsRefs.List(_operation, [Head], unborn: true, static name => name == Head, maxCount: 1);
            return head.Count == 1 && BranchName.TryParse(head[0].Target, out var name) ? name : null;
        }
        catch (GitException exception) when (ReferenceListing.IsOfProtocol(exception))
        {
            _operation.ForgiveFailure();
            return null;
        }
    }
}
