using System.Text;
using FastDataOperator.Git.Packs;
using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>Turns a content into one commit on a snapshot's tip, puts a branch there, and believes in it when the remote's tip says so.</summary>
/// <param name="lease">The branch that is moved: the snapshot's own, or another one, which may lose the commits that it had.</param>
internal sealed class SnapshotPublication(GitOperation operation, ScratchRepository scratch, BranchLease lease, Action beforePush)
{
    private readonly ServerReport _report = operation.ServerReport;

    public PublishResult Run(CommitContent content)
    {
        // The advertisement and the objects do not need each other, but the objects take a few milliseconds at most for a small file,
        // and a large file is better not written when the race is lost already.
        var advertisement = ReferenceAdvertisement.Read(operation, GitService.ReceivePack, name => name == lease.Branch.ReferenceName);
        var tip = advertisement.References.Count > 0 ? advertisement.References[0].Id : null;
        if (tip != lease.Tip)
        {
            return Raced(tip);
        }

        if (Write(content) is not { } objects)
        {
            return new PublishResult.Unchanged();
        }

        var commit = objects.Commit;
        operation.AskCaller(beforePush);
        try
        {
            new ReceivePack(operation, advertisement, lease.Branch, tip).Push(objects);
        }
#pragma warning disable CA1031 // whatever the push threw, the remote's tip decides
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Judge(commit, operation.Explain(exception));
        }

        return Judge(commit, null);
    }

    /// <summary>The new objects, or null when the file has that content already.</summary>
    private NewObjects? Write(CommitContent content)
    {
        var blob = new ObjectId(BlobName(content.Pieces));
        var existing = scratch.TipObject?.Tree[content.Path];
        if (existing?.Target.Id == blob)
        {
            return null;
        }

        // Trees and commit go to scratch and are read from there; the file itself is only ever sent.
        var database = scratch.Objects.ObjectDatabase;
        var definition = scratch.TipObject is { } parent ? TreeDefinition.From(parent) : new TreeDefinition();
        definition.Add(content.Path, blob, existing?.Mode ?? Mode.NonExecutableFile);
        var tree = database.CreateTree(definition);
        var author = new Signature(AuthorText.Name(content.AuthorName), AuthorText.Email(content.AuthorEmail), content.When);
        LibGit2Sharp.Commit[] parents = scratch.TipObject is { } tip ? [tip] : [];
        var made = Make(content.Message);
        var commit = Signed(content.IsSealed ? Make(content.Message + CommitSeal.Line(made)) : made, content);
        return new NewObjects
        {
            Commit = CommitId.TryParse(commit, out var id) ? id : throw new FormatException("the new commit has no id"),
            CommitContent = scratch.Reader.ReadCopy(commit),
            Trees = Trees(tree, content.Path),
            Blob = content.Pieces,
            Delta = existing is not null && scratch.Reader.FindBlob(existing.Target.Sha) is { } old ? BlobDelta.Create(old, content.Pieces) : null,
            DeltaBase = existing?.Target.Id.RawId ?? [],
        };

        string Make(string message) => database.CreateCommit(author, author, message, tree, parents, prettifyMessage: false).Sha;
    }

    /// <summary>The commit itself, or the same with a signature.</summary>
    private string Signed(string commit, CommitContent content)
    {
        if (content.Signer is not { } signer)
        {
            return commit;
        }

        var payload = scratch.Reader.ReadCopy(commit);
        return scratch.Objects.ObjectDatabase.CreateCommitWithSignature(Encoding.UTF8.GetString(payload), signer.Sign(payload, content.When)).Sha;
    }

    private byte[] BlobName(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        using var hash = ObjectHash.OfObject("blob", pieces.Sum(static piece => (long)piece.Length));
        foreach (var piece in pieces)
        {
            operation.ThrowIfOver();
            hash.Add(piece.Span);
        }

        return hash.Finish();
    }

    /// <summary>The trees on the way to a file, the root first.</summary>
    private List<ReadOnlyMemory<byte>> Trees(Tree root, string path)
    {
        List<ReadOnlyMemory<byte>> trees = [scratch.Reader.ReadCopy(root.Sha)];
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            trees.Add(scratch.Reader.ReadCopy(root[path[..slash]].Target.Sha));
        }

        return trees;
    }

    /// <summary>What happened, by the remote's tip.</summary>
    private PublishResult Judge(CommitId ours, Exception? failure)
    {
        if (failure is OperationCanceledException || (failure is not null && !_report.PushStarted))
        {
            throw failure;
        }

        if (failure is GitException { Reason: GitFailure.TimedOut })
        {
            throw new GitException(GitFailure.TimedOut, true, failure.Message + " The push was under way; whether it arrived is unknown.");
        }

        operation.ForgiveFailure();
        CommitId? tip;
        try
        {
            tip = new TipQuery(operation).Find(lease.Branch) is TipResult.Tip found ? found.Id : null;
        }
        catch (GitException look) when (look.Reason != GitFailure.TimedOut)
        {
            throw new GitException(
                look.Reason, true, $"The push to {operation.Address.Display} was sent, and whether it arrived could not be seen: {look.Message}");
        }

        if (tip == ours)
        {
            return new PublishResult.Pushed(ours);
        }

        if (tip != lease.Tip)
        {
            return Raced(tip);
        }

        return _report.Words is { Length: > 0 } words && (failure is null || _report.Status is not null)
            ? new PublishResult.Rejected(words)
            : throw failure ?? operation.Fail(GitFailure.ServerError, true, "took the push and did not update the branch, without a word.");
    }

    private PublishResult.Raced Raced(CommitId? now) =>
        new($"{lease.Branch} of {operation.Address.Display} was at {Words(lease.Tip)} when it was fetched and is at {Words(now)} now.");

    private static string Words(CommitId? id) => id?.Value ?? "no commit";
}
