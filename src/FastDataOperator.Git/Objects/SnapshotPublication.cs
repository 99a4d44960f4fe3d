using FastDataOperator.Git.Protocol;
using FastDataOperator.Git.Transport;
using LibGit2Sharp;

namespace FastDataOperator.Git.Objects;

/// <summary>Turns a content into one commit on a snapshot's branch, and believes in it when the remote's tip says so.</summary>
internal sealed class SnapshotPublication(GitOperation operation, ScratchRepository scratch, BranchName branch)
{
    private readonly ServerReport _report = operation.ServerReport;

    public PublishResult Run(CommitContent content)
    {
        // The advertisement and the objects do not need each other, but the objects take a few milliseconds at most for a small file,
        // and a large file is better not written when the race is lost already.
        var advertisement = ReferenceAdvertisement.Read(operation, GitService.ReceivePack, name => name == branch.ReferenceName);
        var tip = advertisement.References.Count > 0 ? advertisement.References[0].Id : null;
        if (tip != scratch.Tip)
        {
            return Raced(tip);
        }

        if (Write(content) is not { } commit)
        {
            return new PublishResult.Unchanged();
        }

        operation.Advertisement = advertisement.ForPush(branch, tip);
        try
        {
            Push(commit);
        }
#pragma warning disable CA1031 // whatever the push threw, the remote's tip decides
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Judge(commit, operation.Explain(exception));
        }

        return Judge(commit, null);
    }

    /// <summary>The new commit, or null when its tree would be the one that is there.</summary>
    private CommitId? Write(CommitContent content)
    {
        var database = scratch.Objects.ObjectDatabase;
        using var stream = new PieceStream(content.Pieces);
        var blob = database.Write<Blob>(stream, stream.Length);
        var existing = scratch.TipObject?.Tree[content.Path];
        if (existing?.Target.Id == blob)
        {
            return null;
        }

        var definition = scratch.TipObject is { } parent ? TreeDefinition.From(parent) : new TreeDefinition();
        definition.Add(content.Path, blob, existing?.Mode ?? Mode.NonExecutableFile);
        var tree = database.CreateTree(definition);
        var author = new Signature(AuthorText.Name(content.AuthorName), AuthorText.Email(content.AuthorEmail), content.When);
        LibGit2Sharp.Commit[] parents = scratch.TipObject is { } tip ? [tip] : [];
        var commit = database.CreateCommit(author, author, content.Message, tree, parents, prettifyMessage: false);
        return CommitId.TryParse(commit.Sha, out var id) ? id : throw new FormatException("the new commit has no id");
    }

    private void Push(CommitId commit)
    {
        var remotes = scratch.Objects.Network.Remotes;
        var remote = remotes["origin"] ?? remotes.Add("origin", OperationSubtransport.Url);
        scratch.Objects.Refs.Add(branch.ReferenceName, new ObjectId(commit.Value), allowOverwrite: true);
        var options = new PushOptions
        {
            OnPushStatusError = error => _report.Status = ServerWords.Clean(error.Message),
            OnPackBuilderProgress = (_, _, _) => !operation.Cancellation.IsCancellationRequested,
            OnPushTransferProgress = (_, _, _) => !operation.Cancellation.IsCancellationRequested,

            // The lease (G2): the value that the server compares with is the one that was fetched.
            OnNegotiationCompletedBeforePush = updates => IsLeased(updates),
        };
        scratch.Objects.Network.Push(remote, $"{branch.ReferenceName}:{branch.ReferenceName}", options);
    }

    private bool IsLeased(IEnumerable<PushUpdate> updates)
    {
        var expected = scratch.Tip is { } tip ? new ObjectId(tip.Value) : ObjectId.Zero;
        foreach (var update in updates)
        {
            if (update.SourceObjectId != expected)
            {
                return false;
            }
        }

        return !operation.Cancellation.IsCancellationRequested;
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
            tip = new TipQuery(operation).Find(branch) is TipResult.Tip found ? found.Id : null;
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

        if (tip != scratch.Tip)
        {
            return Raced(tip);
        }

        return _report.Words is { Length: > 0 } words && (failure is null || _report.Status is not null)
            ? new PublishResult.Rejected(words)
            : throw failure ?? operation.Fail(GitFailure.ServerError, true, "took the push and did not update the branch, without a word.");
    }

    private PublishResult.Raced Raced(CommitId? now) =>
        new($"{branch.Value} of {operation.Address.Display} was at {Words(scratch.Tip)} when it was fetched and is at {Words(now)} now.");

    private static string Words(CommitId? id) => id?.Value ?? "no commit";
}
