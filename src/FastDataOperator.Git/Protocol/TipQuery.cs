using FastDataOperator.Git.Transport;

namespace FastDataOperator.Git.Protocol;

/// <summary>Finds a branch's tip, in one small request where the server speaks protocol version 2.</summary>
internal sealed class TipQuery
{
    private const string Head = "HEAD";
    private const string Branches = "refs/heads/";

    /// <summary>More than there can be of what is asked for by its exact name, so that a whole answer is read, and no endless one.</summary>
    private const int MaxExact = 16;

    private readonly GitOperation _operation;
    private ReferenceAdvertisement? _advertisement;
    private string? _wanted;
    private int _others;

    public TipQuery(GitOperation operation) => _operation = operation;

    /// <summary>The advertisement of a server that speaks version 0 only; null where version 2 answered.</summary>
    public ReferenceAdvertisement? Advertisement => _advertisement;

    /// <param name="branch">Null for the branch that the remote's HEAD names.</param>
    public TipResult Find(BranchName? branch)
    {
        _wanted = branch?.ReferenceName;
        var listed = branch is { } asked ? List([Head, asked.ReferenceName], name => name == Head || name == asked.ReferenceName)
            : List([Head], name => name == Head);
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
        var branches = List([Branches], static name => name.StartsWith(Branches, StringComparison.Ordinal), TipResult.MaxBranches);
        if (branches.Count > 0)
        {
            if (branch is null && head?.Target is null && AtHead(branches, head?.Id) is { } detached)
            {
                return detached;
            }

            return new TipResult.BranchMissing(
                branch?.Value ?? Head, branches.ConvertAll(static reference => ServerWords.Clean(reference.Name[Branches.Length..])));
        }

        if (List(["refs/"], static _ => true, maxCount: 1).Count > 0)
        {
            return new TipResult.BranchMissing(branch?.Value ?? Head, []);
        }

        var unborn = branch ?? UnbornHead() ?? BranchName.Main;
        if (_advertisement is null)
        {
            // A server that stops in the middle of version 2 (over the kind of object names, say) looks empty; version 0 tells.
            _advertisement = ReadAdvertisement();
            if (_advertisement.References.Count > 0)
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
        if (_advertisement is not null)
        {
            return null;
        }

        try
        {
            var head = LsRefs.List(_operation, [Head], unborn: true, static name => name == Head, maxCount: 1);
            return head.Count == 1 && BranchName.TryParse(head[0].Target, out var name) ? name : null;
        }
        catch (GitException exception) when (IsOfProtocol(exception))
        {
            _operation.ForgiveFailure();
            return null;
        }
    }

    private List<RemoteReference> List(ReadOnlySpan<string> prefixes, Predicate<string> keep, int maxCount = MaxExact)
    {
        if (_advertisement is null)
        {
            try
            {
                return LsRefs.List(_operation, prefixes, unborn: false, keep, maxCount);
            }
            catch (GitException exception) when (IsOfProtocol(exception))
            {
                // No version 2 here, or no Git at all: version 0 answers, or says what is wrong.
                _operation.ForgiveFailure();
                _advertisement = ReadAdvertisement();
            }
        }

        var found = new List<RemoteReference>();
        foreach (var reference in _advertisement.References)
        {
            if (found.Count < maxCount && keep(reference.Name))
            {
                found.Add(reference);
            }
        }

        return found;
    }

    private ReferenceAdvertisement ReadAdvertisement() => ReferenceAdvertisement.Read(_operation, GitService.UploadPack, IsListed);

    /// <summary>Of version 0's full list: what is asked for, and enough of the rest to name the branches.</summary>
    private bool IsListed(string name) =>
        name == Head || name == _wanted
        || (name.StartsWith("refs/", StringComparison.Ordinal) && !name.EndsWith("^{}", StringComparison.Ordinal) && _others++ < TipResult.MaxBranches);

    private static bool IsOfProtocol(GitException exception) =>
        exception.Reason is GitFailure.ProtocolError or GitFailure.RepositoryNotFound
        || (exception is { Reason: GitFailure.ServerError, IsTransient: false });
}
